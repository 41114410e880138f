import * as v from 'valibot'
import { dayMs } from '../../../shared/kernel/day.ts'
import type { Core } from '../../core.ts'
import { stepsTaken } from '../../db/migrate.ts'
import { rowAge } from '../../db/row-age.ts'
import { faultsOfDatabase } from '../../db/safety.ts'
import { unfinishedErasures } from '../../erasing/left.ts'
import { graded, type Finding } from '../finding.ts'
import { archiveFinding } from './examine-archive.ts'
import { job } from './job.ts'

/** What can be seen of the database, from whoever has it open. */
export const examine = job({
  input: v.object({}),
  async *run(core) {
    for (const look of [
      version,
      settings,
      schema,
      transactions,
      clock,
      followers,
      erasures,
      deadLetters,
      archiveFinding,
      backup
    ]) {
      yield { item: await look(core) }
    }
  }
})

async function version({ sql }: Core): Promise<Finding> {
  const [row] = await sql.everywhere.query<{ n: number }>(`select current_setting('server_version_num')::int as n`)
  const n = row?.n ?? 0
  const found = `PostgreSQL ${Math.floor(n / 10_000)}.${n % 10_000}`
  if (n >= 140_000) return { about: 'database', state: 'ok', found }
  return { about: 'database', state: 'bad', found, advice: 'use PostgreSQL 14 or newer' }
}

async function settings({ sql }: Core): Promise<Finding> {
  const faults = await faultsOfDatabase(sql)
  if (faults.length === 0)
    return { about: 'settings', state: 'ok', found: 'it keeps what it acknowledges, and tenants apart' }
  return { about: 'settings', state: 'bad', found: faults.join('; '), advice: 'mend these; messages are at risk' }
}

/** Whoever has it open knows them all, or would have refused to open it. */
async function schema({ sql }: Core): Promise<Finding> {
  return { about: 'schema', state: 'ok', found: `${(await stepsTaken(sql)).size} steps` }
}

async function transactions({ sql }: Core): Promise<Finding> {
  const age = await rowAge(sql)
  const million = 1_000_000
  return graded('transactions', age, {
    warning: 500 * million,
    bad: 1500 * million,
    found: `${age.toLocaleString('en')} since old rows were frozen`,
    advice:
      'leave the server running, which freezes them by and by; with PostgreSQL see why autovacuum does not. At 2,147 million the database is lost'
  })
}

/** A clock that was set back goes on recording on the day of the last event. */
async function clock({ sql }: Core): Promise<Finding> {
  const [row] = await sql.everywhere.query<{ at: number | null }>('select max(recorded_at) as at from tenant_head')
  const aheadMs = (row?.at ?? 0) - Date.now()
  const found =
    aheadMs > 0 ? `the last event was recorded ${Math.ceil(aheadMs / 1000)} s in the future` : 'after the last event'
  return graded('clock and log', aheadMs, {
    warning: 2000,
    bad: dayMs,
    found,
    advice: 'set the clock right; keep it so with NTP'
  })
}

async function followers({ sql }: Core): Promise<Finding> {
  const rows = await sql.everywhere.query<{ name: string; lag: number }>(
    // One that has handled nothing of a workspace yet has no row of it.
    `select name, sum(greatest(0, tenant_head.seq - coalesce(follower.seq, 0)))::bigint as lag
     from (select distinct name from follower) as known cross join tenant_head
     left join follower using (name, tenant) group by name order by lag desc`
  )
  const [worst] = rows
  const found = worst ? `${worst.name} is ${worst.lag} events behind` : 'none has run yet'
  const advice = 'start the server, and look into its log if it stays behind'
  return graded('followers', worst?.lag ?? 0, { warning: 1000, bad: Infinity, found, advice })
}

async function erasures({ sql }: Core): Promise<Finding> {
  const left = await unfinishedErasures(sql)
  const found = left === 0 ? 'all are finished' : `${left} are not finished`
  const advice =
    'look into the server’s log for what it cannot read, and at `verify`; it is tried again at each start, and every hour'
  return graded('erasures', left, { warning: 1, bad: 1, found, advice })
}

async function deadLetters({ sql }: Core): Promise<Finding> {
  const [row] = await sql.everywhere.query<{ n: number }>('select count(*) as n from dead_letter')
  const found = `${row?.n ?? 0} unread`
  const advice = 'see them with `letters`; after an update, `letters read` tries them once more'
  return graded('dead letters', row?.n ?? 0, { warning: 1, bad: Infinity, found, advice })
}

async function backup({ sql }: Core): Promise<Finding> {
  const [row] = await sql.everywhere.query<{ value: string }>(`select value from meta where key = 'backed-up-at'`)
  const advice = 'make one: npm run daybook -- backup --to <file>'
  if (!row) return { about: 'backup', state: 'warning', found: 'never', advice }
  const days = (Date.now() - Number(row.value)) / dayMs
  const found = new Date(Number(row.value)).toISOString()
  return graded('backup', days, { warning: 2, bad: 30, found, advice })
}
