import { deciders, type AnyDecider, type AnyFact } from '../../shared/catalog.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Log } from '../log/log.ts'
import type { Recorded } from '../log/recorded.ts'
import { between, type Reading, type Week } from './week.ts'

export type Past = Pick<Log, 'states'> & { readonly follow: Reading }

/** One event of the past, with what its stream was before and after it. */
export type Lived = { readonly event: Recorded; readonly before: unknown; readonly after: unknown }

/** A week's events of these kinds of streams, from the log as it is, and nothing of it is changed. */
export async function* livedIn(
  week: Week,
  { follow, states }: Past,
  tenant: string,
  kinds: readonly string[]
): AsyncGenerator<Lived> {
  const known = new Map<StreamId, unknown>()
  for await (const page of between(follow, tenant, week)) {
    for (const event of page) {
      const { stream, version, fact } = event
      if (!kinds.includes(streamKind(stream))) continue
      const before = known.has(stream) ? known.get(stream) : await states.at(tenant, stream, version - 1)
      const { evolve }: AnyDecider = deciders[streamKind(stream) as keyof typeof deciders]
      const after = evolve(before, fact as AnyFact)
      known.set(stream, after)
      yield { event, before, after }
    }
  }
}
