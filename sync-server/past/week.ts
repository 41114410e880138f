import type { Follow } from '../log/follow.ts'
import type { Recorded } from '../log/recorded.ts'

const weekMs = 7 * 24 * 3_600_000
const mostEvents = 50_000
const atOnce = 500

export type Reading = Pick<Follow, 'since' | 'head'>

/** The week before a moment, as places in a tenant's log: everything after `after`, up to `head`. */
export type Week = {
  readonly after: number
  readonly head: number
  /** It had more than can be played: only its end is here. */
  readonly isCut: boolean
}

/** The week's place in the log. At most its last 50,000 events. */
export async function weekBefore(follow: Reading, tenant: string, now: number): Promise<Week> {
  const head = await follow.head(tenant)
  const begins = await lastBefore(follow, tenant, head, now - weekMs)
  const after = Math.max(begins, head - mostEvents)
  return { after, head, isCut: after > begins }
}

/** What stands between two places of a log, some at a time: whoever else asks the database has their turn in between. */
export async function* between(
  follow: Reading,
  tenant: string,
  { after, head }: Pick<Week, 'after' | 'head'>
): AsyncGenerator<readonly Recorded[]> {
  let seq = after
  while (seq < head) {
    const page = await follow.since(tenant, seq, Math.min(atOnce, head - seq))
    const last = page.at(-1)
    if (!last) return
    seq = last.seq
    yield page
  }
}

/** The last that was recorded before this moment. Events stand in the order of their recording. */
async function lastBefore(follow: Reading, tenant: string, head: number, moment: number): Promise<number> {
  let [low, high] = [0, head]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [next] = await follow.since(tenant, middle, 1)
    if (next && next.recordedAt < moment) low = middle + 1
    else high = middle
  }
  return low
}
