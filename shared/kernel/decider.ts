import type { Author, Command, Fact } from './message.ts'
import type { Decision } from './decision.ts'

/** What a decision may know besides the state: there is no clock and no session in `shared/`. */
export type Context = {
  /** Epoch milliseconds of whoever judges: the server's clock on the truth, the device's for a hope. */
  readonly now: number
  readonly by: Author
  /** May this author give this command at all? Judged with today's permissions, not those of the moment of writing. */
  may(command: string): boolean
  /** Does this author, or the agent that is named, work in this inbox? */
  reaches(inbox: string, agent?: string): boolean
  /**
   * What stands beside the aggregate and has a say: another's state (`workflow/…`), or what is counted (`board/…`).
   * `undefined`: this judge does not hold it.
   */
  look?(at: string): unknown
}

/** An aggregate: `decide` says what a command makes true, `evolve` what a fact changes. Both are pure; states are plain JSON. */
export type Decider<S, C extends Command, F extends Fact, R> = {
  readonly initial: S
  decide(command: C, state: S, context: Context): Decision<F, R>
  evolve(state: S, fact: F): S
}

export function replay<S, F>(decider: { initial: S; evolve(state: S, fact: F): S }, facts: readonly F[]): S {
  return facts.reduce((state, fact) => decider.evolve(state, fact), decider.initial)
}
