import type { Event } from '../../../shared/kernel/message.ts'
import { getEach, put, type Script } from './script.ts'

const spoken = new Set([
  'conversation.message-received',
  'conversation.replied',
  'conversation.replied-elsewhere',
  'conversation.message-edited',
  'conversation.message-unsent',
  'conversation.reply-withdrawn',
  'conversation.noted',
  'conversation.history-told',
  'conversation.history-withdrawn'
])

export function hasWords({ fact }: Event): boolean {
  return spoken.has(fact.type)
}

/** Of what lies by the stream: a row for all of it. */
export function* enqueueStreams(streams: readonly { readonly events: readonly Event[] }[]): Script<void> {
  yield* put(
    'unread',
    streams.flatMap(({ events }) => {
      const worded = events.filter(hasWords)
      const [first, last] = [worded[0], worded.at(-1)]
      return first && last ? [{ stream: first.stream, version: first.version, upTo: last.version }] : []
    })
  )
}

/**
 * Notes which events have words. Reading them is left for a quiet moment: an index entry a word would hold up the batch.
 * What waits already goes on waiting: it may be the first of many that wait as one.
 */
export function* enqueueWords(events: readonly Event[]): Script<void> {
  const worded = events.filter(hasWords).map(({ stream, version }) => ({ stream, version }))
  const waiting = yield* getEach(
    'unread',
    worded.map(({ stream, version }): [string, number] => [stream, version])
  )
  yield* put(
    'unread',
    worded.filter((_, at) => !waiting[at])
  )
}
