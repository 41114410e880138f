import { DatabaseError } from './database-error.ts'

/** A page of a table or of an index is not what was written: its checksum is another, or what it holds makes no sense. */
export function isUnreadable(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && ['XX001', 'XX002'].includes(error.code)
}
