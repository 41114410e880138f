import { createHash } from 'node:crypto'
import type { Day } from '../../shared/kernel/day.ts'

export type Extent = {
  readonly tenant: string
  readonly day: Day
  readonly firstSeq: number
  readonly lastSeq: number
}

/**
 * What stands for a closed day, as hex: `hash` is the chain's link at its last event, `previous` the root of the closed day
 * before it, empty for the first. Whoever holds the newest root can prove every event and every day behind it.
 */
export function rootOf({ tenant, day, firstSeq, lastSeq }: Extent, hash: string, previous: string): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, day, firstSeq, lastSeq, hash, previous]))
    .digest('hex')
}
