/**
 * How Node runs the tests, and what they start: processes that live for seconds. To optimise PostgreSQL's WASM is a third
 * of a start, and pays only later. The code is the same, and so is what it does.
 */
export const forSeconds: readonly string[] = ['--liftoff-only']

/** A child runs as whoever starts it: the server of a benchmark is not held back. */
export const asThisRuns: readonly string[] = process.execArgv.filter(flag => forSeconds.includes(flag))
