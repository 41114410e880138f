import { expect } from 'vitest'
import type { Context, Decider } from '../../shared/kernel/decider.ts'
import { replay } from '../../shared/kernel/decider.ts'
import type { Command, Fact } from '../../shared/kernel/message.ts'

/** Given what has become true, when somebody wants something, then this becomes true, or the answer is no. */
export function given<S, C extends Command, F extends Fact, R>(decider: Decider<S, C, F, R>, ...facts: F[]) {
  return {
    when(command: C, context: Context) {
      const decision = decider.decide(command, replay(decider, facts), context)
      return {
        /** Exactly these facts, each compared by the fields named. */
        then(...expected: Partial<F>[]) {
          expect(decision).toMatchObject({ accepted: true, facts: expected })
          expect(decision.accepted && decision.facts).toHaveLength(expected.length)
          for (const fact of decision.accepted ? decision.facts : []) expect(fact.cause).toBe(command.id)
        },
        thenNothing() {
          expect(decision).toEqual({ accepted: true, facts: [] })
        },
        thenRefused(refusal: R) {
          expect(decision).toEqual({ accepted: false, refusal })
        }
      }
    }
  }
}
