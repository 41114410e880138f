import type { Day } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'
import { turns } from '../db/turns.ts'
import type { Archive } from './archive.ts'
import { archiveDays } from './archive-days.ts'
import { closeDays } from './close.ts'
import type { Cold } from './cold.ts'
import { daysOf, type DayState } from './days-of.ts'
import type { Extent } from './root.ts'

/** What can be done with the days that are over. One thing at a time, whoever asks. */
export type Days = {
  /** Closes every past day of every tenant. Answers which; the trouble of one tenant goes to `report`. */
  close(): Promise<readonly Extent[]>
  /** Moves the days that are old enough to the archive. Answers which. @throws at the first that cannot be moved. */
  archive(coldAfterDays?: number): Promise<readonly Day[]>
  /** Every day of the tenant that has events: its tier, extent, bytes and root. */
  of(tenant: string): Promise<readonly DayState[]>
}

export type DaysDeps = {
  readonly sql: Sql
  readonly archive: Archive
  readonly cold: Cold
  /** 0: days stay in the database for ever. */
  readonly coldAfterDays: number
  readonly report: (error: unknown) => void
  readonly now?: () => number
}

export function openDays({ sql, archive, cold, coldAfterDays, report, now = Date.now }: DaysDeps): Days {
  const inTurn = turns()
  return {
    close: () => inTurn(() => closeDays(sql, now(), report)),
    archive: (after = coldAfterDays) => inTurn(() => archiveDays({ sql, archive, cold }, now(), after)),
    of: tenant => daysOf(sql, tenant)
  }
}
