import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { Recorded } from './recorded.ts'
import { fromRow, rowColumns, type Row } from './row.ts'
import { streamHeads } from './stream-heads.ts'

/** One stream or parts of it, always in the order of `version`. */
export type Streams = {
  all(tenant: string, stream: StreamId): Promise<readonly Recorded[]>
  /** The last `count` events; fewer when the stream is shorter. */
  last(tenant: string, stream: StreamId, count: number): Promise<readonly Recorded[]>
  /** The `count` events just before `version`; `complete` when there are none before these. */
  before(tenant: string, stream: StreamId, version: number, count: number): Promise<Part>
}

export type Part = { readonly events: readonly Recorded[]; readonly complete: boolean }

export function streams(sql: Sql): Streams {
  const headOf = streamHeads(sql)

  /** The days are spelled out as constants, so that the partitions of all others are left out before planning. */
  async function range(tenant: string, stream: StreamId, from: number, to: number): Promise<readonly Recorded[]> {
    const head = await headOf(tenant, stream)
    if (!head) return []
    const rows = await sql.of(tenant).query<Row>(
      `select ${rowColumns} from event where tenant = $1 and stream = $2 and version between $3 and $4
       and day between '${head.first}' and '${head.last}' order by version`,
      [tenant, stream, from < 0 ? head.version + 1 + from : from, Math.min(to, head.version)]
    )
    return rows.map(fromRow)
  }

  return {
    all: (tenant, stream) => range(tenant, stream, 1, Infinity),
    last: (tenant, stream, count) => range(tenant, stream, -count, Infinity),
    async before(tenant, stream, version, count) {
      const from = Math.max(1, version - count)
      return { events: await range(tenant, stream, from, version - 1), complete: from === 1 }
    }
  }
}
