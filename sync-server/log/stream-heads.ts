import type { Day } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import { keyOf } from './arrange.ts'
import { groups, type Waiting } from './group.ts'

/** How far a stream goes, and the days between which it lies. */
export type Head = { readonly version: number; readonly first: Day; readonly last: Day }

type Wanted = { readonly tenant: string; readonly stream: StreamId }
type Asking = Waiting<Wanted, Head | undefined>

/** Those who ask in one tick are one question: a thousand new conversations must not stand in line before every commit. */
export function streamHeads(sql: Sql): (tenant: string, stream: StreamId) => Promise<Head | undefined> {
  const { add } = groups<Wanted, Head | undefined>(ask, { mostWaiting: Infinity, mostInOneGroup: 1000 })

  async function ask(group: readonly Asking[]): Promise<void> {
    try {
      const heads = await read(group.map(one => one.wanted))
      for (const { wanted, resolve } of group) resolve(heads.get(keyOf(wanted.tenant, wanted.stream)))
    } catch (error) {
      for (const one of group) one.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async function read(wanted: readonly Wanted[]): Promise<ReadonlyMap<string, Head>> {
    const door = sql.of(...new Set(wanted.map(one => one.tenant)))
    const [found] = await door.query<{ rows: string | null }>(headsSql, [JSON.stringify(wanted)])
    const rows = JSON.parse(found?.rows ?? '[]') as (Head & Wanted)[]
    return new Map(rows.map(row => [keyOf(row.tenant, row.stream), row]))
  }

  return (tenant, stream) => add({ tenant, stream })
}

// Lateral, so that each is looked up by its key, however small the table was when the plan was made. As one text, as in
// `warm-rows.ts`.
const headsSql = `
  select json_agg(each)::text as rows from (
    select head.tenant, head.stream, head.version, head.first_day as first, head.last_day as last
    from jsonb_to_recordset($1::text::jsonb) as asked (tenant text, stream text)
    cross join lateral (
      select * from head where head.tenant = asked.tenant and head.stream = asked.stream offset 0
    ) as head
  ) as each`
