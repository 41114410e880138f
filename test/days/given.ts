import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dayMs } from '../../shared/kernel/day.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import type { Archive } from '../../sync-server/days/archive.ts'
import { openCold, type Cold } from '../../sync-server/days/cold.ts'
import { openDays, type Days } from '../../sync-server/days/days.ts'
import { directoryArchive } from '../../sync-server/days/directory-archive.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import type { StoredRow } from '../../sync-server/log/stored-row.ts'
import { note } from '../log/noted.ts'

export type House = { readonly log: Log; readonly days: Days; readonly cold: Cold }

export function archiveDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'daybook-archive-'))
}

/** The log with its days, as a start of the server opens them. Troubles of closing are thrown. */
export async function openHouse(sql: Sql, archive: Archive | string, now: () => number): Promise<House> {
  const place = typeof archive === 'string' ? directoryArchive(archive) : archive
  const cold = await openCold(sql, place)
  const report = (error: unknown) => {
    throw error
  }
  const log = await openLog(sql, { cold, now })
  const { states } = log
  const days = openDays({ sql, archive: place, cold, states, coldAfterDays: 10, report, now })
  return { log, days, cold }
}

/** `perDay` events on each of the days, now in this conversation, now in that, and one that lives on the first day only. */
export async function live(
  { log }: House,
  tenant: string,
  clock: { at: number },
  days: number,
  perDay: number
): Promise<void> {
  const versions = new Map<string, number>()
  let n = 0
  for (let day = 0; day < days; day++, clock.at += dayMs) {
    for (let i = 0; i < perDay; i++) {
      const key = day === 0 && i === 0 ? 'short' : `c${n % 3}`
      const version = versions.get(key) ?? 0
      versions.set(key, version + 1)
      await log.commit.append(note(tenant, key, version, `k${++n}`))
    }
  }
}

async function allStored(log: Log, tenant: string): Promise<StoredRow[]> {
  const rows: StoredRow[] = []
  for (let page = await log.stored(tenant, 0, 11); page.length > 0;) {
    rows.push(...page)
    page = await log.stored(tenant, rows.length, 11)
  }
  return rows
}

/** Everything that can be read of a tenant, in every way there is. */
export async function everythingOf({ log }: House, tenant: string) {
  const { streams, follow } = log
  const paged: unknown[] = []
  for (let seq = 0, page = await follow.since(tenant, 0, 7); page.length > 0;) {
    paged.push(...page)
    seq = page.at(-1)?.seq ?? seq
    page = await follow.since(tenant, seq, 7)
  }
  const ofStreams: Record<string, unknown> = {}
  for (const key of ['short', 'c0', 'c1', 'c2', 'none']) {
    const stream = `conversation/${key}` as const
    const all = await streams.all(tenant, stream)
    const middle = Math.ceil(all.length / 2)
    ofStreams[key] = {
      all,
      last: await streams.last(tenant, stream, 4),
      most: await streams.last(tenant, stream, 1_000),
      before: await streams.before(tenant, stream, middle, 5),
      first: await streams.before(tenant, stream, 3, 5)
    }
  }
  return {
    paged,
    whole: await follow.since(tenant, 0, 100_000),
    late: await follow.since(tenant, paged.length - 3, 10),
    raw: await allStored(log, tenant),
    ofStreams
  }
}
