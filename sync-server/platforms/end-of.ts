import type { AnyCommand } from '../../shared/catalog.ts'
import type { Failure } from '../../shared/conversations/events.ts'
import type { Outcome } from './port.ts'
import type { Job } from './unfinished.ts'

/** Deferred for longer than this, a reply surprises the customer more than it helps. */
export const giveUpAfterMs = 24 * 3_600_000

/** What goes on record of how a call ended. */
export function endOf(job: Job, id: string, outcome: Outcome, at: number): AnyCommand {
  const { conversation, message } = job
  const told =
    outcome.result === 'deferred'
      ? deferral(job, outcome, at)
      : outcome.result === 'stopped'
        ? { result: 'deferred' as const, failure: outcome.failure, until: at }
        : outcome.result === 'sent'
          ? taken(outcome)
          : outcome
  return { type: 'conversation.end-sending', id, at, conversation, message, outcome: told }
}

function taken({ platformId, quoteToken }: Extract<Outcome, { result: 'sent' }>) {
  return { result: 'sent' as const, platformId, ...(quoteToken !== undefined && { quoteToken }) }
}

/** It has waited for longer than its customer would understand. Its agent says whether it still goes. */
export function tooOld({ code, reason }: Failure): Outcome {
  return { result: 'failed', failure: { code, reason: `It has waited for more than a day. ${reason}` } }
}

function deferral(job: Job, outcome: Extract<Outcome, { result: 'deferred' }>, at: number) {
  const { failure, afterMs } = outcome
  return at - job.since > giveUpAfterMs
    ? { result: 'failed' as const, failure: { ...failure, reason: `Tried for a day. ${failure.reason}` } }
    : // Later than that it is not sent by itself any more: then its agent should hear of it.
      { result: 'deferred' as const, failure, until: Math.min(at + afterMs, job.since + giveUpAfterMs + 1) }
}
