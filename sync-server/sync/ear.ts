import type { Context } from '../../shared/kernel/decider.ts'
import type { Input } from './engine/session.ts'

/** A session, as those know it who have something to tell it. */
export type Ear = {
  hear(input: Input): void
  /** In which its commands are judged: with today's rights. */
  contextAt(now: number): Context
}
