import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import { noColdDays, steadily, type ColdDays } from './cold.ts'
import type { Recorded } from './recorded.ts'
import { fromRow, rowColumns, type Row } from './row.ts'
import { streamHeads, type Head } from './stream-heads.ts'

/** One stream or parts of it, always in the order of `version`. */
export type Streams = {
  all(tenant: string, stream: StreamId): Promise<readonly Recorded[]>
  /** The last `count` events; fewer when the stream is shorter. */
  last(tenant: string, stream: StreamId, count: number): Promise<readonly Recorded[]>
  /** The `count` events just before `version`; `complete` when there are none before these. */
  before(tenant: string, stream: StreamId, version: number, count: number): Promise<Part>
}

export type Part = { readonly events: readonly Recorded[]; readonly complete: boolean }

export function streams(sql: Sql, cold: ColdDays = noColdDays): Streams {
  const headOf = streamHeads(sql)

  /** The days are spelled out as constants, so that the partitions of all others are left out before planning. */
  function warm(tenant: string, stream: StreamId, from: number, to: number, head: Head): Promise<readonly Row[]> {
    return sql.of(tenant).query<Row>(
      `select ${rowColumns} from event where tenant = $1 and stream = $2 and version between $3 and $4
       and day between '${head.first}' and '${head.last}' order by version`,
      [tenant, stream, from, to]
    )
  }

  async function rows(tenant: string, stream: StreamId, from: number, upTo: number): Promise<readonly Row[]> {
    const head = await headOf(tenant, stream)
    if (!head) return []
    const start = from < 0 ? Math.max(1, head.version + 1 + from) : from
    const to = Math.min(upTo, head.version)
    if (start > to) return []
    const newest = cold.newest(tenant)
    const found = newest && head.last <= newest.day ? [] : await warm(tenant, stream, start, to, head)
    const before = found[0]?.version ?? to + 1
    // What the database no longer has is the beginning: versions grow with the days.
    if (before === start || !newest || head.first > newest.day) return found
    return [...(await cold.ofStream(tenant, stream, start, before - 1, head.first)), ...found]
  }

  const range = async (tenant: string, stream: StreamId, from: number, to: number) =>
    (await steadily(cold, () => rows(tenant, stream, from, to))).map(fromRow)

  return {
    all: (tenant, stream) => range(tenant, stream, 1, Infinity),
    last: (tenant, stream, count) => range(tenant, stream, -count, Infinity),
    async before(tenant, stream, version, count) {
      const from = Math.max(1, version - count)
      return { events: await range(tenant, stream, from, version - 1), complete: from === 1 }
    }
  }
}
