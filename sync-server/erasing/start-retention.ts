import type { Logger } from 'pino'
import { keepDays, type DayKeeper } from '../days/keep-days.ts'
import type { Sql } from '../db/sql.ts'
import { cautiousClock, type Clocks } from './cautious-clock.ts'
import type { ErasingParts } from './erase-person.ts'
import { finishErasures } from './left.ts'
import { eraseKeptLongEnough } from './retention.ts'
import { rewriteKeys } from './rewrite-keys.ts'

type Parts = { readonly erasing: ErasingParts; readonly sql: Sql }

const usual: Clocks = { now: Date.now, elapsed: () => performance.now() }

/** Every hour, and at the start. */
export async function startRetention(parts: Parts, logger: Logger): Promise<DayKeeper> {
  const report = (error: unknown) => logger.error({ err: error }, 'what was kept long enough could not be erased')
  return keepDays(await retention(parts, logger), report)
}

/** What was left of an erasure is tried again, what inboxes have kept long enough is erased, destroyed keys leave their table. */
export async function retention(
  { erasing, sql }: Parts,
  logger: Logger,
  clocks: Clocks = usual
): Promise<() => Promise<void>> {
  const clock = cautiousClock(await lastRecorded(sql), clocks)
  return async () => {
    await finishErasures(erasing, error => logger.error({ err: error }, 'an erasure could not be finished'))
    const now = clock()
    if (now === null) logger.warn('the clock went days ahead: what inboxes have kept long enough is erased tomorrow')
    else await eraseKeptLongEnough(erasing, now, error => logger.error({ err: error }, 'could not erase what was kept'))
    await rewriteKeys(sql)
  }
}

async function lastRecorded({ everywhere }: Sql): Promise<number> {
  const [row] = await everywhere.query<{ at: number | null }>('select max(recorded_at) as at from tenant_head')
  return row?.at ?? 0
}
