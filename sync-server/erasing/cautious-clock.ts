import { dayMs } from '../../shared/kernel/day.ts'

export type Clocks = {
  readonly now: () => number
  /** Milliseconds that this process has been running: nobody sets this clock. */
  readonly elapsed: () => number
}

const leapMs = 3 * dayMs
const believedAfterMs = dayMs

/**
 * The time for what cannot be taken back. After a leap ahead it answers `null` for a day of running: a clock that is
 * wrong is set right meanwhile, and one that is right (a server that was off for a week) costs a day. `known`: a moment
 * that has been, 0 when nobody knows of one.
 */
export function cautiousClock(known: number, { now, elapsed }: Clocks): () => number | null {
  let last = { at: known === 0 ? now() : known, elapsed: elapsed() }
  let believedFrom = -Infinity
  return () => {
    const next = { at: now(), elapsed: elapsed() }
    if (next.at - last.at - (next.elapsed - last.elapsed) > leapMs) believedFrom = next.elapsed + believedAfterMs
    last = next
    return next.elapsed >= believedFrom ? next.at : null
  }
}
