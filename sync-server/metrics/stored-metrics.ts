import { statfs } from 'node:fs/promises'
import { rowAge } from '../db/row-age.ts'
import type { Sql } from '../db/sql.ts'
import { unfinishedErasures } from '../erasing/left.ts'
import { gauge, type Family } from './instruments.ts'

/** What the database and the disk say when they are asked. Workspaces appear by their id, never by their name. */
export function storedMetrics(sql: Sql, dataDir: string): readonly Family[] {
  const rows = <Row>(text: string) => sql.everywhere.query<Row>(text)
  return [
    gauge('daybook_log_events', 'Events of a workspace, from its first on.', async () =>
      (await rows<{ tenant: string; seq: number }>('select tenant, seq from tenant_head where seq > 0')).map(
        ({ tenant, seq }) => ({ labels: { tenant }, value: seq })
      )
    ),
    gauge('daybook_follower_lag_events', 'How far a follower is behind the logs, all workspaces together.', async () =>
      (await rows<{ name: string; lag: number }>(lagSql)).map(({ name, lag }) => ({
        labels: { follower: name },
        value: lag
      }))
    ),
    gauge('daybook_warm_days', 'Days that have a partition in the database.', async () => [
      { value: (await rows<Size>(warmSql))[0]?.days ?? 0 }
    ]),
    gauge('daybook_warm_bytes', 'Bytes of the days in the database, with their indexes.', async () => [
      { value: (await rows<Size>(warmSql))[0]?.bytes ?? 0 }
    ]),
    gauge('daybook_cold_days', 'Days that are in the archive only.', async () => [
      { value: (await rows<Size>(coldSql))[0]?.days ?? 0 }
    ]),
    gauge('daybook_cold_bytes', 'Bytes of what is said on them, before it was compressed.', async () => [
      { value: (await rows<Size>(coldSql))[0]?.bytes ?? 0 }
    ]),
    gauge('daybook_dead_letters', 'What a platform told us and nobody could read.', async () => [
      { value: (await rows<{ n: number }>('select count(*) as n from dead_letter'))[0]?.n ?? 0 }
    ]),
    gauge('daybook_unfinished_erasures', 'Erasures of which something is left that cannot be read.', async () => [
      { value: await unfinishedErasures(sql) }
    ]),
    gauge('daybook_unfinished_sends', 'Replies that may still have to go.', async () => [
      { value: (await rows<{ n: number }>('select count(*) as n from unfinished_send'))[0]?.n ?? 0 }
    ]),
    gauge(
      'daybook_row_age_transactions',
      'Transactions since the oldest row that is not frozen; the database is lost at 2147 million.',
      async () => [{ value: await rowAge(sql) }]
    ),
    gauge('daybook_disk_free_bytes', 'Free on the disk of the data directory.', async () => {
      const { bavail, bsize } = await statfs(dataDir)
      return [{ value: bavail * bsize }]
    })
  ]
}

type Size = { days: number; bytes: number }

const lagSql = `
  select name, sum(greatest(0, tenant_head.seq - coalesce(follower.seq, 0)))::bigint as lag
  from (select distinct name from follower) as known cross join tenant_head
  left join follower using (name, tenant) group by name order by name`

const warmSql = `
  select count(*) as days, coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint as bytes
  from pg_inherits where inhparent = 'event'::regclass`

const coldSql = `
  select count(distinct day) as days, coalesce(sum(bytes), 0)::bigint as bytes from closed_day where cold_at is not null`
