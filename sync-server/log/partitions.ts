import { dayAfter, dayOf, type Day } from '../../shared/kernel/day.ts'
import type { Query, Sql } from '../db/sql.ts'
import { guardSql } from '../db/tenancy.ts'

const daysAhead = 7

/** The partitions of `event`, one a day. There is no default one: an event without a day to go to is a bug. */
export type Partitions = {
  /** Makes those of today and the next days, so that no append has to. For the start, and then once a day. */
  makeAhead(now: number): Promise<void>
  /** Makes those that are missing, inside the transaction that needs them; `made` them once that has committed. */
  need(query: Query, days: Iterable<Day>): Promise<void>
  made(days: Iterable<Day>): void
}

export function partitions(sql: Sql): Partitions {
  const there = new Set<Day>()
  return {
    async makeAhead(now) {
      const days = Array.from({ length: daysAhead + 1 }, (_, ahead) => dayAfter(dayOf(now), ahead))
      await sql.everywhere.transaction(async query => {
        for (const day of days) await make(query, day)
      })
      for (const day of days) there.add(day)
    },
    async need(query, days) {
      for (const day of days) if (!there.has(day)) await make(query, day)
    },
    made(days) {
      for (const day of days) there.add(day)
    }
  }
}

async function make(query: Query, day: Day): Promise<void> {
  const name = `event_${day.replaceAll('-', '_')}`
  const [found] = await query<{ there: boolean }>('select to_regclass($1) is not null as there', [name])
  if (found?.there) return
  await query(`create table ${name} partition of event for values from ('${day}') to ('${dayAfter(day)}')`)
  // The policy of `event` holds for who asks `event`; who asks the partition itself meets its own.
  await query(guardSql(name))
}
