import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import { noColdDays, steadily, type ColdDays } from './cold.ts'
import type { Recorded } from './recorded.ts'
import type { Row } from './row.ts'
import { inTheClear, type Sealing } from './sealing.ts'
import { streamHeads } from './stream-heads.ts'
import { warmRows } from './warm-rows.ts'

/** One stream or parts of it, always in the order of `version`. */
export type Streams = {
  all(tenant: string, stream: StreamId): Promise<readonly Recorded[]>
  /** The last `count` events; fewer when the stream is shorter. */
  last(tenant: string, stream: StreamId, count: number): Promise<readonly Recorded[]>
  /** From this version to that one, both included; `Infinity` is the end. */
  between(tenant: string, stream: StreamId, from: number, to: number): Promise<readonly Recorded[]>
  /** The `count` events just before `version`; `complete` when there are none before these. */
  before(tenant: string, stream: StreamId, version: number, count: number): Promise<Part>
}

export type Part = { readonly events: readonly Recorded[]; readonly complete: boolean }

export function streams(sql: Sql, cold: ColdDays = noColdDays, sealing: Sealing = inTheClear): Streams {
  const headOf = streamHeads(sql)
  const warm = warmRows(sql)

  async function rows(tenant: string, stream: StreamId, from: number, upTo: number): Promise<readonly Row[]> {
    const head = await headOf(tenant, stream)
    if (!head) return []
    const start = from < 0 ? Math.max(1, head.version + 1 + from) : from
    const to = Math.min(upTo, head.version)
    if (start > to) return []
    const newest = cold.newest(tenant)
    const { first, last } = head
    const found = newest && last <= newest.day ? [] : await warm({ tenant, stream, from: start, to, first, last })
    const before = found[0]?.version ?? to + 1
    // What the database no longer has is the beginning: versions grow with the days.
    if (before === start || !newest || first > newest.day) return found
    return [...(await cold.ofStream(tenant, stream, start, before - 1, first)), ...found]
  }

  const range = async (tenant: string, stream: StreamId, from: number, to: number) =>
    sealing.open(tenant, await steadily(cold, () => rows(tenant, stream, from, to)))

  return {
    all: (tenant, stream) => range(tenant, stream, 1, Infinity),
    between: range,
    last: (tenant, stream, count) => range(tenant, stream, -count, Infinity),
    async before(tenant, stream, version, count) {
      const from = Math.max(1, version - count)
      return { events: await range(tenant, stream, from, version - 1), complete: from === 1 }
    }
  }
}
