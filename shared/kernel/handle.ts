import type { Context, Decider } from './decider.ts'
import { replay } from './decider.ts'
import type { EventLog } from './event-log.ts'
import type { Command, Event, Fact, StreamId } from './message.ts'

/** A state and the version it stands for: what an actor keeps hot so that it need not load again. */
export type Remembered<S> = { readonly state: S; readonly version: number }

export type Handled<S, F extends Fact, R> =
  | { readonly result: 'accepted'; readonly events: readonly Event<F>[]; readonly remembered: Remembered<S> }
  | { readonly result: 'repeated' }
  | { readonly result: 'refused'; readonly refusal: R; readonly remembered: Remembered<S> }

/** Each lost race costs one more load. More than this many in a row is not a race but a bug. */
const attempts = 8

/** Load, replay, decide, append: the one way anything becomes true, at both ends of the wire. */
export async function handle<S, C extends Command, F extends Fact, R>(
  log: EventLog<F>,
  decider: Decider<S, C, F, R>,
  stream: StreamId,
  command: C,
  context: Context,
  remembered?: Remembered<S>
): Promise<Handled<S, F, R>> {
  let known = remembered
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { state, version } = known ?? (await recall(log, decider, stream))
    const decision = decider.decide(command, state, context)
    if (!decision.accepted) return { result: 'refused', refusal: decision.refusal, remembered: { state, version } }
    if (decision.facts.length === 0) return { result: 'accepted', events: [], remembered: { state, version } }

    const appended = await log.append(stream, version, decision.facts)
    if (appended.result === 'repeated') return { result: 'repeated' }
    if (appended.result === 'appended') {
      const next = decision.facts.reduce((so, fact) => decider.evolve(so, fact), state)
      return {
        result: 'accepted',
        events: appended.events,
        remembered: { state: next, version: version + decision.facts.length }
      }
    }
    known = undefined
  }
  throw new Error(`${stream} changed ${attempts} times while one command was decided`)
}

async function recall<S, C extends Command, F extends Fact, R>(
  log: EventLog<F>,
  decider: Decider<S, C, F, R>,
  stream: StreamId
): Promise<Remembered<S>> {
  const { facts, version } = await log.load(stream)
  return { state: replay(decider, facts), version }
}
