import { insertEvents } from '../backup/put.ts'
import type { Query } from '../db/sql.ts'
import type { Partitions } from '../log/partitions.ts'
import type { StoredRow } from '../log/stored-row.ts'
import { isSame, lyingBetween, lyingElsewhere, takeAway, wasOnce, type Lying } from './lying.ts'
import type { Piece } from './pieces.ts'

export type MendedEvents = { readonly seqs: readonly number[]; readonly left: readonly number[] }

/** What is gone to the last event was not moved by a flipped bit: nobody looks for so many. */
const mostSought = 100

/**
 * Puts the backup's row where the stored one is another or is not there, and takes away what became of it, wherever it
 * lies. `left`: in its place lies what may be the only copy of another event.
 */
export async function mendEvents(query: Query, days: Partitions, { tenant, rows }: Piece): Promise<MendedEvents> {
  const lying = await lyingBetween(query, tenant, rows[0].seq, rows.at(-1)?.seq ?? 0)
  const bySeq = Map.groupBy(lying, row => row.seq)
  const missing = rows.filter(row => !bySeq.get(row.seq)?.some(one => isSame(one, tenant, row)))
  if (missing.length === 0) return { seqs: [], left: [] }
  const isGone = lying.length === 0 && missing.length > mostSought
  const elsewhere = isGone ? [] : await lyingElsewhere(query, missing)
  const { free, became } = freeOf(tenant, missing, unique([...lying, ...elsewhere]))
  await takeAway(query, became)
  if (free.length > 0) await insertEvents(query, days, tenant, free)
  return { seqs: free.map(row => row.seq), left: missing.filter(row => !free.includes(row)).map(row => row.seq) }
}

/** Those whose place is free once what became of all of them is taken away. */
function freeOf(tenant: string, missing: readonly StoredRow[], lying: readonly Lying[]) {
  for (let free = missing; ;) {
    const became = lying.filter(one => free.some(row => wasOnce(one, tenant, row)))
    const stays = lying.filter(one => !became.includes(one))
    const isTaken = (row: StoredRow) =>
      stays.some(one => one.tenant === tenant && one.seq === row.seq && one.day === row.day)
    if (!free.some(isTaken)) return { free, became }
    free = free.filter(row => !isTaken(row))
  }
}

function unique(rows: readonly Lying[]): readonly Lying[] {
  return [...new Map(rows.map(row => [`${row.partition} ${row.ctid}`, row])).values()]
}
