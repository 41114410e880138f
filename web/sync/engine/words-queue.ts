import type { Event } from '../../../shared/kernel/message.ts'
import { put, type Script } from './script.ts'

const spoken = new Set([
  'conversation.message-received',
  'conversation.replied',
  'conversation.replied-elsewhere',
  'conversation.message-edited',
  'conversation.message-unsent',
  'conversation.noted',
  'conversation.history-told',
  'conversation.history-withdrawn'
])

/** Of what comes by the stream: a row for all of it. */
export function* enqueueStreams(streams: readonly { readonly events: readonly Event[] }[]): Script<void> {
  yield* put(
    'unread',
    streams.flatMap(({ events }) => {
      const worded = events.filter(event => spoken.has(event.fact.type))
      const [first, last] = [worded[0], worded.at(-1)]
      return first && last ? [{ stream: first.stream, version: first.version, upTo: last.version }] : []
    })
  )
}

/** Notes which events have words. Reading them is left for a quiet moment: an index entry a word would hold up the batch. */
export function* enqueueWords(events: readonly Event[]): Script<void> {
  const worded = events.filter(event => spoken.has(event.fact.type))
  yield* put(
    'unread',
    worded.map(({ stream, version }) => ({ stream, version }))
  )
}
