import type { Actors } from '../actors/actors.ts'
import { copiedAt } from '../backup/copied.ts'
import type { Sql } from '../db/sql.ts'
import type { Log } from '../log/log.ts'
import { openCallKeys } from './call-keys.ts'
import { openCalls } from './calls.ts'
import { openDues } from './dues.ts'
import type { ConsiderParts } from './consider.ts'
import type { InForceParts } from './in-force.ts'
import { openRuns } from './runs.ts'
import { whenCallIsDue } from './when-call-is-due.ts'
import { whenSomethingHappens } from './when-something-happens.ts'
import { whenTimeComes } from './when-time-comes.ts'

export type AutomationParts = {
  readonly sql: Sql
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly log: Pick<Log, 'follow' | 'states' | 'streams'>
  readonly roster: ConsiderParts['roster'] & InForceParts['roster']
  /** Origins within the operator's own net that may be called. */
  readonly callsTo: readonly string[]
  readonly now?: () => number
  readonly report: (error: unknown) => void
}

export type Automations = {
  /** Resolves when everything committed up to this call was looked at. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/** What happens by itself when something else does, or when its time comes. */
export function startAutomations(parts: AutomationParts): Automations {
  const { sql, log, now = Date.now } = parts
  const calls = openCalls(sql)
  const calling = whenCallIsDue({ ...parts, now, calls, keys: openCallKeys(sql, now) })
  const wantCall: ConsiderParts['wantCall'] = async call => {
    await calls.want(call)
    calling.look()
  }
  const whole = {
    ...parts,
    now,
    streams: log.streams,
    runs: openRuns(sql),
    dues: openDues(sql),
    wantCall,
    stopCalls: calls.stop,
    copiedAt: (tenant: string) => copiedAt(sql.everywhere.query, tenant)
  }
  const clock = whenTimeComes(whole)
  const follower = whenSomethingHappens(whole, clock.look)
  return {
    caughtUp: () => follower.caughtUp(),
    async stop() {
      await follower.stop()
      await clock.stop()
      await calling.stop()
    }
  }
}
