import { NotTaken } from './ask-history.ts'

/** Why it was not done, for the person who wanted it. */
export function sentenceOf(error: unknown): string {
  return error instanceof NotTaken ? error.message : 'The server cannot be reached. Nothing was done.'
}
