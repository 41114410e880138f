import { unanswered } from '../../shared/platforms/strategy.ts'
import type { Outcome } from './port.ts'
import { deferred, waitMs } from './reaching.ts'

export type Promised = {
  /** For so long after it was first asked the platform takes it once, however often it is asked. */
  readonly onceForMs: number | undefined
  readonly askedAt: number
  /** It was asked before, and nobody knows what became of that. */
  readonly wasUnanswered: boolean
  readonly tries: number
}

/** Their clock is not ours, and the next try is minutes away. */
const marginMs = 3_600_000

/**
 * What an outcome comes to on a platform that takes a message once under one key. An unknown is asked again until it is
 * answered or the promise runs out. Once a try went unanswered only `sent` is certain: a later refusal may be of the
 * second try alone. Pure.
 */
export function settled(outcome: Outcome, promised: Promised, now: number): Outcome {
  const { onceForMs, askedAt, wasUnanswered, tries } = promised
  if (onceForMs === undefined || outcome.result === 'sent') return outcome
  if (!wasUnanswered && outcome.result !== 'unknown') return outcome
  const mayAsk = now - askedAt < onceForMs - marginMs
  if (!mayAsk || outcome.result === 'failed' || outcome.result === 'stopped') return { result: 'unknown' }
  const reason = 'The platform has not said whether it took this. It is asked again, and takes it only once.'
  return deferred(unanswered, reason, outcome.result === 'deferred' ? outcome.afterMs : waitMs(undefined, tries))
}
