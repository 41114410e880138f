import type { StreamId } from '../../shared/kernel/message.ts'
import type { Log } from '../log/log.ts'
import type { Streams } from '../log/read.ts'
import type { Recorded } from '../log/recorded.ts'

export type Archives = Pick<Log, 'states'> & { readonly streams: Pick<Streams, 'all'> }

/** What a stream was at this place of the log, which lies in another. What came of the same command had come with it. */
export async function asItWas(
  { streams, states }: Archives,
  tenant: string,
  stream: StreamId,
  { seq, cause }: { readonly seq: number; readonly cause: string }
): Promise<unknown> {
  const events = await streams.all(tenant, stream)
  const isPast = (event: Recorded) => event.seq <= seq || event.fact.cause === cause
  return states.at(tenant, stream, events.findLast(isPast)?.version ?? 0)
}
