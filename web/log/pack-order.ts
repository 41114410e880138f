import { lastAt, type Thread } from '../../shared/conversations/thread.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'

const ofPeople = new Set(['contact', 'card'])

/** The newest packs come first, as their newest conversation does in a list; before them what all screens need. */
export function packOrder(rows: readonly { readonly stream: StreamId; readonly row: object }[]): number {
  const newest = rows.map(({ stream, row }) => {
    const kind = streamKind(stream)
    if (kind === 'conversation') return lastAt(row as Thread)
    return ofPeople.has(kind) ? 0 : Infinity
  })
  return -Math.max(0, ...newest)
}
