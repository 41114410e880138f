import type { Day } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'

/** `hot` is still being written, `warm` is closed and in the database, `cold` is in the archive only. */
export type Tier = 'hot' | 'warm' | 'cold'

export type DayState = {
  readonly day: Day
  readonly tier: Tier
  readonly firstSeq: number
  readonly lastSeq: number
  readonly events: number
  /** Of what the facts say, as JSON text. `null` until the day is closed, as is the root. */
  readonly bytes: number | null
  readonly root: string | null
  /** The day's file in the archive, once there is one. */
  readonly file: string | null
}

/** Every day of the tenant that has events, the oldest first. */
export function daysOf(sql: Sql, tenant: string): Promise<readonly DayState[]> {
  return sql.of(tenant).query<DayState>(
    `select tenant_day.day::text as day,
       case when cold_at is not null then 'cold' when root is not null then 'warm' else 'hot' end as tier,
       tenant_day.first_seq as "firstSeq", tenant_day.last_seq as "lastSeq",
       tenant_day.last_seq - tenant_day.first_seq + 1 as events, bytes, root, file
     from tenant_day left join closed_day using (tenant, day) where tenant = $1 order by day`,
    [tenant]
  )
}
