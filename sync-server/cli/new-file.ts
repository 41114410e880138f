import { existsSync } from 'node:fs'
import { Refused } from './refused.ts'

/** What was written before is never written over. */
export function demandNew(path: string): void {
  if (existsSync(path)) throw new Refused(`${path} is there already.`)
}

/** Says in a sentence that a file cannot be written; what else went wrong is thrown on. */
export function unwritable(path: string) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.syscall === undefined) throw error
    throw new Refused(`${path} cannot be written: ${error.message}`)
  }
}
