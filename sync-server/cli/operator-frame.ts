import type { Word } from './jobs/job.ts'

/** A line of the server's answer to a job. An answer without an `end`, a `refused` or a `fault` at its end was cut off. */
export type Frame = Word<unknown> | { readonly end: true } | { readonly refused: string } | { readonly fault: string }
