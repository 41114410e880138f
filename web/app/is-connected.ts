import type { Connection } from './live.ts'

/** The server answers: what has to be brought can be. */
export function isConnected(state: Connection['state']): boolean {
  return state === 'up-to-date' || state === 'catching-up'
}
