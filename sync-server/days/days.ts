import type { Day } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'
import { turns } from '../db/turns.ts'
import type { ColdDays } from '../log/cold.ts'
import type { States } from '../log/states.ts'
import type { Archive } from './archive.ts'
import { archiveDays } from './archive-days.ts'
import { closeDays, type ClosedDay } from './close.ts'
import type { Cold } from './cold.ts'
import { daysOf, type DayState } from './days-of.ts'

/** What can be done with the days that are over. One thing at a time, whoever asks. */
export type Days = {
  /** Closes every past day of every tenant. Answers which; the trouble of one tenant goes to `report`. */
  close(report?: (error: unknown) => void): Promise<readonly ClosedDay[]>
  /** Moves the days that are old enough to the archive. Answers which. @throws at the first that cannot be moved. */
  archive(coldAfterDays?: number, moved?: (day: Day) => void): Promise<readonly Day[]>
  /** How old a day is when it moves by itself; 0: never. */
  readonly coldAfterDays: number
  /** The days in the archive, each file read anew: what is in memory proves nothing of them. */
  anew(): ColdDays
  /** Every day of the tenant that has events: its tier, extent, bytes and root. */
  of(tenant: string): Promise<readonly DayState[]>
}

export type DaysDeps = {
  readonly sql: Sql
  readonly archive: Archive
  readonly cold: Cold
  readonly states: Pick<States, 'carry'>
  /** 0: days stay in the database for ever. */
  readonly coldAfterDays: number
  readonly report: (error: unknown) => void
  readonly now?: () => number
}

export function openDays({ sql, archive, cold, states, coldAfterDays, report, now = Date.now }: DaysDeps): Days {
  const inTurn = turns()
  return {
    close: (told = report) => inTurn(() => closeDays(sql, now(), told)),
    archive: (after = coldAfterDays, moved) =>
      inTurn(() => archiveDays({ sql, archive, cold, states, moved }, now(), after)),
    coldAfterDays,
    anew: cold.anew,
    of: tenant => daysOf(sql, tenant)
  }
}
