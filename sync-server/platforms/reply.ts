import type { Content } from '../../shared/conversations/content.ts'
import { isKnown } from '../../shared/shapes.ts'
import type { Streams } from '../log/read.ts'
import type { Job } from './unfinished.ts'

export type Reply = {
  readonly content: Content
  /** The customer's message before it, where it was asked for. */
  readonly answers: Content | undefined
  /** When it was put on record, by our clock. */
  readonly askedAt: number
}

const eventsAtOnce = 200

/**
 * A conversation is read backwards until its reply is found, and where it is asked for (`named`) the customer's message
 * before it: both are nearly always among the last.
 */
export async function replyOf(streams: Streams, job: Job, named: boolean): Promise<Reply> {
  const { tenant, conversation, message } = job
  const stream = `conversation/${conversation}` as const
  let found: Omit<Reply, 'answers'> | undefined
  let events = await streams.last(tenant, stream, eventsAtOnce)
  for (;;) {
    for (const { fact, recordedAt } of events.toReversed()) {
      if (!isKnown(fact)) continue
      if (fact.type === 'conversation.replied' && fact.message === message) {
        found = { content: fact.content, askedAt: recordedAt }
      }
      if (found && !named) return { ...found, answers: undefined }
      if (found && fact.type === 'conversation.message-received') return { ...found, answers: fact.content }
    }
    const [oldest] = events
    if (!oldest || oldest.version === 1) break
    events = (await streams.before(tenant, stream, oldest.version, eventsAtOnce)).events
  }
  if (!found) throw new Error(`${stream} has no reply ${message}`)
  return { ...found, answers: undefined }
}
