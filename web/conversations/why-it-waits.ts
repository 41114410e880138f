import type { Failure } from '../../shared/conversations/events.ts'

type Waiting = {
  /** What the platform said when it was asked last. */
  readonly failure: Failure | null
  /** When it is asked again. Epoch milliseconds. */
  readonly until: number | undefined
  /** Why nothing goes from this inbox. */
  readonly stopped: Failure | null
}

const soonMs = 60_000

/** In sentences. `when`: a moment, as it stands in one. */
export function whyItWaits(
  { failure, until = 0, stopped }: Waiting,
  now: number,
  when: (at: number) => string
): string {
  if (stopped) return `Not sent yet. This inbox sends nothing at the moment.${failure ? ` ${stopped.reason}` : ''}`
  if (!failure) return 'Not sent yet. It waits for its turn.'
  const again = until - now > soonMs ? when(until) : 'in a moment'
  return `Not sent yet. ${failure.reason} It is tried again ${again}.`
}
