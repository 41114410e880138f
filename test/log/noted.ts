import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import type { Append } from '../../sync-server/log/arrange.ts'
import type { Ticket } from '../../sync-server/log/recorded.ts'

export function noted(cause: string, text = `note of ${cause}`): Fact {
  const by = { kind: 'agent', id: 'agent-1' } as const
  return { type: 'conversation.noted', at: 1_764_000_000_000, by, cause, note: cause, text } as Fact
}

/** An append of one note to `conversation/<key>`, at `version`. */
export function note(tenant: string, key: string, version: number, cause: string, ticket?: Ticket): Append {
  const stream: StreamId = `conversation/${key}`
  return { tenant, stream, version, facts: [noted(cause)], scope: 'inbox:i', ticket }
}
