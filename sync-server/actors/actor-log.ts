import { personOf, scopeOf, type AnyCommand, type AnyFact, type AnyRefusal } from '../../shared/catalog.ts'
import type { Decider } from '../../shared/kernel/decider.ts'
import type { Appended, EventLog } from '../../shared/kernel/event-log.ts'
import type { Event, StreamId } from '../../shared/kernel/message.ts'
import type { Log } from '../log/log.ts'
import type { Ack, Ticket } from '../log/recorded.ts'

type AnyDecider = Decider<unknown, AnyCommand, AnyFact, AnyRefusal>

/** What the kernel's `handle` has no word for: where the log stood at a repetition, and how a ticket was judged before. */
export type Heard = { seq?: number; ack?: Ack }

/**
 * The log as one command sees it. To know whose events these are it must know the state they lead to,
 * so it looks over the decider's shoulder.
 */
export function actorLog(
  {
    commit,
    streams
  }: { readonly commit: Pick<Log['commit'], 'append'>; readonly streams: Pick<Log['streams'], 'all'> },
  tenant: string,
  stream: StreamId,
  decider: AnyDecider,
  heard: Heard,
  ticket?: Ticket
): { readonly log: EventLog<AnyFact>; readonly decider: AnyDecider } {
  let seen = decider.initial
  return {
    decider: {
      ...decider,
      decide(command, state, context) {
        seen = state
        return decider.decide(command, state, context)
      }
    },
    log: {
      async load() {
        const events = await streams.all(tenant, stream)
        return { facts: events.map(event => event.fact as AnyFact), version: events.length }
      },
      async append(_, version, facts): Promise<Appended<AnyFact>> {
        const state = facts.reduce((so, fact) => decider.evolve(so, fact), seen)
        const [scope, person] = [scopeOf(stream, state), personOf(stream, state)]
        const outcome = await commit.append({ tenant, stream, version, facts, scope, person, ticket })
        switch (outcome.result) {
          case 'appended':
            return { result: 'appended', events: outcome.events as readonly (Event & { fact: AnyFact })[] }
          case 'conflict':
            return outcome
          case 'repeated':
            heard.seq = outcome.seq
            return { result: 'repeated' }
          case 'judged':
            heard.ack = outcome.ack
            return { result: 'repeated' }
        }
      }
    }
  }
}
