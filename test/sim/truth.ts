import { keyOf } from '../../sync-server/log/arrange.ts'
import { viewerOf, type Viewer } from '../../sync-server/sync/engine/viewer.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import { deciderOf, foldOn } from '../../web/sync/engine/redraw.ts'
import type { ServerLog } from './server-log.ts'
import type { Server } from './server.ts'

const folds = new WeakMap<ServerLog, Map<string, { state: unknown; texts: string[] }>>()

/** A stream's state after its first `version` events, as text that sorts what no order matters for. */
export function truthAt(log: ServerLog, tenant: string, stream: StreamId, version: number): string {
  const known = folds.get(log) ?? new Map<string, { state: unknown; texts: string[] }>()
  folds.set(log, known)
  const decider = deciderOf(stream)!
  const key = keyOf(tenant, stream)
  const fold = known.get(key) ?? { state: decider.initial, texts: [JSON.stringify(decider.initial)] }
  known.set(key, fold)
  for (const event of log.stream(tenant, stream).slice(fold.texts.length - 1, version)) {
    fold.state = foldOn(decider, fold.state, [event.fact])
    fold.texts.push(JSON.stringify(fold.state))
  }
  return fold.texts[version] ?? 'nothing: the log is not so long'
}

/** The last version of a stream that whoever stands at `seq` may see. */
export function versionAt(log: ServerLog, tenant: string, stream: StreamId, seq: number, viewer: Viewer): number {
  return log.stream(tenant, stream).findLast(event => event.seq <= seq && viewer.sees(event.scope))?.version ?? 0
}

export function viewerIn(server: Server, tenant: string, agent: string): Viewer | null {
  return viewerOf(server.workspace(tenant), agent)
}

/** Every stream of a workspace that this viewer may see something of. */
export function visibleStreams(log: ServerLog, tenant: string, viewer: Viewer): StreamId[] {
  const all = [...log.streams.keys()].map(key => JSON.parse(key) as [string, StreamId])
  return all.flatMap(([of, stream]) => {
    const isSeen = of === tenant && log.stream(tenant, stream).some(event => viewer.sees(event.scope))
    return isSeen && streamKind(stream) !== 'tenant' ? [stream] : []
  })
}
