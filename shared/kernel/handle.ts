import type { Context, Decider } from './decider.ts'
import { replay } from './decider.ts'
import type { Appended, EventLog, Loaded } from './event-log.ts'
import type { Command, Event, Fact, StreamId } from './message.ts'

/** A state and the version it stands for: what an actor keeps hot so that it need not load again. */
export type Remembered<S> = { readonly state: S; readonly version: number }

export type Handled<S, F extends Fact, R> =
  | { readonly result: 'accepted'; readonly events: readonly Event<F>[]; readonly remembered: Remembered<S> }
  | { readonly result: 'repeated' }
  | { readonly result: 'refused'; readonly refusal: R; readonly remembered: Remembered<S> }

/** Each lost race costs one more load. More than this many in a row is not a race but a bug. */
const attempts = 8

/** What a command's judge asks of the log behind it. The log answers `load` with `Loaded`, `append` with `Appended`. */
export type LogAsk<F extends Fact> =
  | { readonly ask: 'load' }
  | { readonly ask: 'append'; readonly version: number; readonly facts: readonly F[] }
export type LogAnswer<F extends Fact> = Loaded<F> | Appended<F>

/** Load, replay, decide, append: the one way anything becomes true, at both ends of the wire. */
export async function handle<S, C extends Command, F extends Fact, R>(
  log: EventLog<F>,
  decider: Decider<S, C, F, R>,
  stream: StreamId,
  command: C,
  context: Context,
  remembered?: Remembered<S>
): Promise<Handled<S, F, R>> {
  const handling = handled(decider, stream, command, context, remembered)
  let step = handling.next()
  while (!step.done) {
    const { value } = step
    step = handling.next(
      value.ask === 'load' ? await log.load(stream) : await log.append(stream, value.version, value.facts)
    )
  }
  return step.value
}

/** The same, without a log: whoever goes through it answers what it asks. */
export function* handled<S, C extends Command, F extends Fact, R>(
  decider: Decider<S, C, F, R>,
  stream: StreamId,
  command: C,
  context: Context,
  remembered?: Remembered<S>
): Generator<LogAsk<F>, Handled<S, F, R>, LogAnswer<F> | undefined> {
  let known = remembered
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { state, version } = known ?? recall(decider, (yield { ask: 'load' }) as Loaded<F>)
    const decision = decider.decide(command, state, context)
    if (!decision.accepted) return { result: 'refused', refusal: decision.refusal, remembered: { state, version } }
    if (decision.facts.length === 0) return { result: 'accepted', events: [], remembered: { state, version } }

    const appended = (yield { ask: 'append', version, facts: decision.facts }) as Appended<F>
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

function recall<S, C extends Command, F extends Fact, R>(
  decider: Decider<S, C, F, R>,
  { facts, version }: Loaded<F>
): Remembered<S> {
  return { state: replay(decider, facts), version }
}
