import { trustedContext } from '../../shared/identity/may.ts'
import { nextLook } from '../../shared/routing/advance.ts'
import type { Assignment } from '../../shared/routing/assignment.ts'
import type { Picture } from '../../shared/routing/picture.ts'
import { stands, withdraw } from '../../shared/routing/promise.ts'
import type { Actors } from '../actors/actors.ts'
import type { Batch } from '../log/recorded.ts'
import { livePicture, type PictureParts } from './live-picture.ts'

const theRouter = { kind: 'system', id: 'router' } as const
const toldAtOnce = 200

export type RouterParts = PictureParts & {
  readonly actors: Pick<Actors, 'tell'>
}

/** One workspace's routing. Ask for one thing after the other, never for two at once; what failed may be asked again. */
export type WorkspaceRouter = {
  /** Everything committed up to the end of this batch is drawn in, and what follows from it is told. */
  follow(batch: Batch): Promise<void>
  /** What came due by `now` is told. */
  passTime(now: number): Promise<void>
  /** When there is something to do though nothing happens. */
  readonly nextLook: number | null
  /** What it knows at the log's end. Whoever asks only looks. */
  picture(): Promise<Picture>
  /** How many events would be read again if it ended here. */
  readonly unkept: number
  keep(): Promise<void>
}

type Overruled = { readonly made: Assignment; readonly seq: number }

/**
 *     log ──► picture ──► promises ──► conversation.route ──► log
 *
 * The picture is drawn up to the log's end before anything is told, and kept only when nothing is left to tell: after a
 * crash the same events give the same promises, and each has an id of its own that is judged once.
 */
export function workspaceRouter(parts: RouterParts, tenant: string): WorkspaceRouter {
  const { actors, report } = parts
  const untold = new Map<string, Assignment>()
  const overruled: Overruled[] = []
  const picture = livePicture(parts, tenant, made => untold.set(made.conversation, made))

  /** Only what still stands at the log's end: of what was overruled meanwhile nobody needs to hear. */
  async function tellSome(): Promise<void> {
    await picture.readToHead()
    const so = await picture.now()
    for (const [conversation, made] of untold) if (!stands(so, made)) untold.delete(conversation)
    const told = await Promise.allSettled([...untold.values()].slice(0, toldAtOnce).map(tell))
    const failed = told.find(one => one.status === 'rejected')
    if (failed) throw failed.reason
  }

  async function tell(made: Assignment): Promise<void> {
    const { id, at, conversation, to, why, held } = made
    const command = { type: 'conversation.route', id, at, conversation, to, why, held } as const
    const told = await actors.tell(tenant, command, now => trustedContext(theRouter, now))
    untold.delete(conversation)
    if (told.result !== 'accepted' || told.events.length === 0) overruled.push({ made, seq: told.seq })
  }

  /** Where somebody was faster the log says so. Where it says nothing, nobody shall wait for ever on a promise. */
  async function settle({ made, seq }: Overruled): Promise<void> {
    await picture.readTo(seq)
    const so = await picture.now()
    if (!stands(so, made)) return
    withdraw(so, made)
    report(new Error(`${made.id} came to nothing, and the log does not say why`), tenant)
  }

  async function carryOut(): Promise<void> {
    while (untold.size + overruled.length > 0) {
      await tellSome()
      for (let one = overruled[0]; one; one = overruled[0]) {
        await settle(one)
        overruled.shift()
      }
    }
  }

  return {
    async follow(batch) {
      await picture.readTo(batch.to, batch)
      await carryOut()
    },
    async passTime(now) {
      await picture.passTime(now)
      await carryOut()
    },
    get nextLook() {
      return picture.drawn ? nextLook(picture.drawn) : null
    },
    async picture() {
      await picture.readToHead()
      return picture.now()
    },
    get unkept() {
      return picture.unkept
    },
    async keep() {
      if (untold.size === 0) await picture.keep()
    }
  }
}
