import { deciders, type AnyDecider, type AnyFact } from '../../shared/catalog.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Log } from '../log/log.ts'
import type { Recorded } from '../log/recorded.ts'

const weekMs = 7 * 24 * 3_600_000
const mostEvents = 50_000
const atOnce = 500

export type Past = Pick<Log, 'states'> & { readonly follow: Pick<Log['follow'], 'since' | 'head'> }

/** One event of the past, with what its stream was before and after it. */
export type Lived = { readonly event: Recorded; readonly before: unknown; readonly after: unknown }

/** The week's events of these kinds of streams, from the log as it is, and nothing of it is changed. At most the last 50,000. */
export async function* pastWeek(
  { follow, states }: Past,
  tenant: string,
  kinds: readonly string[],
  now: number
): AsyncGenerator<Lived> {
  const head = await follow.head(tenant)
  const known = new Map<StreamId, unknown>()
  let seq = Math.max(head - mostEvents, await lastBefore(follow, tenant, head, now - weekMs))
  while (seq < head) {
    const page = await follow.since(tenant, seq, Math.min(atOnce, head - seq))
    for (const event of page) {
      const { stream, version, fact } = event
      seq = event.seq
      if (!kinds.includes(streamKind(stream))) continue
      const before = known.has(stream) ? known.get(stream) : await states.at(tenant, stream, version - 1)
      const { evolve }: AnyDecider = deciders[streamKind(stream) as keyof typeof deciders]
      const after = evolve(before, fact as AnyFact)
      known.set(stream, after)
      yield { event, before, after }
    }
    if (page.length === 0) return
  }
}

/** The last that was recorded before this moment. Events stand in the order of their recording. */
async function lastBefore(follow: Past['follow'], tenant: string, head: number, moment: number): Promise<number> {
  let [low, high] = [0, head]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [next] = await follow.since(tenant, middle, 1)
    if (next && next.recordedAt < moment) low = middle + 1
    else high = middle
  }
  return low
}
