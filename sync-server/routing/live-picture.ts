import { streamKey, streamKind, type Event } from '../../shared/kernel/message.ts'
import { advance, passTime } from '../../shared/routing/advance.ts'
import type { Assignment } from '../../shared/routing/assignment.ts'
import { emptyPicture, type Picture } from '../../shared/routing/picture.ts'
import { forgetResolved, recall, type Left } from '../../shared/routing/recall.ts'
import type { Follow } from '../log/follow.ts'
import type { Batch } from '../log/recorded.ts'
import type { States } from '../log/states.ts'
import { keepDays } from './keep-days.ts'
import type { Pictures } from './pictures.ts'

const eventsAtOnce = 1000

export type PictureParts = {
  readonly follow: Pick<Follow, 'since' | 'head'>
  readonly states: Pick<States, 'at'>
  readonly pictures: Pick<Pictures, 'read' | 'keep' | 'keepPast'>
  readonly report: (error: unknown, tenant: string) => void
  readonly now?: () => number
}

/** A workspace's picture as its log goes on. `promised` hears of each promise that the picture holds from then on. */
export type LivePicture = {
  now(): Promise<Picture>
  /** Draws in everything up to `seq` at least. What was drawn in before a failure stays drawn in. */
  readTo(seq: number, live?: Batch): Promise<void>
  readToHead(): Promise<void>
  /** Time goes by up to here, after everything that was in the log by then. */
  passTime(now: number): Promise<void>
  /** What is drawn; `undefined` until somebody has asked. */
  readonly drawn: Picture | undefined
  /** How many events would be read again if it ended here. */
  readonly unkept: number
  keep(): Promise<void>
}

export function livePicture(parts: PictureParts, tenant: string, promised: (made: Assignment) => void): LivePicture {
  const { follow, states, pictures } = parts
  const days = keepDays(parts, tenant)
  let picture: Picture | undefined
  let keptSeq = 0

  async function now(): Promise<Picture> {
    if (picture) return picture
    const kept = await pictures.read(tenant)
    keptSeq = kept?.seq ?? 0
    if (kept) days.goOnFrom(kept.now)
    return (picture = kept ?? emptyPicture())
  }

  async function readTo(seq: number, live?: Batch): Promise<void> {
    const so = await now()
    while (so.seq < seq) {
      const isNext = live !== undefined && live.from === so.seq + 1
      const events = isNext ? live.events : await follow.since(tenant, so.seq, eventsAtOnce)
      if (events.length === 0) throw new Error(`the log of ${tenant} ends before ${seq}`)
      for (const event of events) {
        await days.before(so, event)
        await recallFor(so, event)
        for (const made of advance(so, event)) promised(made)
      }
    }
  }

  async function recallFor(so: Picture, { stream, version }: Event): Promise<void> {
    const id = streamKey(stream)
    if (version === 1 || streamKind(stream) !== 'conversation' || so.conversations.has(id)) return
    recall(so, id, (await states.at(tenant, stream, version - 1)) as Left)
  }

  const readToHead = async () => readTo(await follow.head(tenant))

  return {
    now,
    readTo,
    readToHead,
    async passTime(until) {
      // Whatever was being written when the time came is in the log before this is answered.
      await readToHead()
      for (const made of passTime(await now(), until)) promised(made)
    },
    get drawn() {
      return picture
    },
    get unkept() {
      return picture ? picture.seq - keptSeq : 0
    },
    async keep() {
      if (!picture || picture.seq === keptSeq) return
      forgetResolved(picture)
      const { seq } = picture
      await pictures.keep(tenant, picture)
      keptSeq = seq
    }
  }
}
