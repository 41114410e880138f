import type { Scope } from '../../shared/catalog.ts'
import type { EventLog } from '../../shared/kernel/event-log.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import type { Committer } from './commit.ts'
import type { Streams } from './read.ts'

/** One tenant's log. `scope` says who may see what is appended. */
export function sqlLog(
  tenant: string,
  committer: Pick<Committer, 'append'>,
  streams: Pick<Streams, 'all'>,
  scope: (stream: StreamId, facts: readonly Fact[]) => Scope
): EventLog {
  return {
    async load(stream) {
      const events = await streams.all(tenant, stream)
      return { facts: events.map(event => event.fact), version: events.length }
    },
    async append(stream, version, facts) {
      const outcome = await committer.append({ tenant, stream, version, facts, scope: scope(stream, facts) })
      switch (outcome.result) {
        case 'appended':
          return { result: 'appended', events: outcome.events }
        case 'repeated':
        case 'conflict':
          return { result: outcome.result }
        case 'judged':
          throw new Error('an append without a ticket was answered as one with a ticket')
      }
    }
  }
}
