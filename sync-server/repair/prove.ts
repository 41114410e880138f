import type { Query } from '../db/sql.ts'
import { countedDays } from '../log/counted-days.ts'
import { isNumbered, link } from '../log/row.ts'
import { storedAfter } from '../log/stored.ts'
import type { StoredRow } from '../log/stored-row.ts'
import { closedRows } from '../log/verify-closed.ts'
import type { Piece } from './pieces.ts'

/**
 * How far the backup's log of each workspace is the one that is stored here, by `seq`. A hash stands for everything up
 * to it, so one place at which both agree proves all before it:
 *
 *     an event's own hash · the root of a closed day · the link of the event behind the backup's last · the head
 */
export async function prove(query: Query, pieces: AsyncIterable<Piece>): Promise<ReadonlyMap<string, number>> {
  const proven = new Map<string, number>()
  let witness: Witness | null = null
  for await (const { tenant, day, rows, next } of pieces) {
    witness ??= await witnessOf(query, tenant)
    for (const row of rows) witness.days.take(row)
    const last = rows.at(-1) ?? rows[0]
    const seen = [
      await agreeing(query, tenant, rows),
      rows.find(row => row.seq === witness?.head?.seq && row.hash === witness.head.hash)?.seq,
      next !== day && witness.roots.has(witness.days.all().at(-1)?.root ?? '') ? last.seq : undefined,
      next === null && (await isFollowed(query, tenant, last)) ? last.seq : undefined
    ]
    proven.set(tenant, Math.max(proven.get(tenant) ?? 0, ...seen.map(seq => seq ?? 0)))
    if (next === null) witness = null
  }
  return proven
}

/** What is stored of a workspace beside its events, and says which they are. */
type Witness = {
  readonly days: ReturnType<typeof countedDays>
  readonly roots: ReadonlySet<string>
  readonly head: { readonly seq: number; readonly hash: string } | undefined
}

async function witnessOf(query: Query, tenant: string): Promise<Witness> {
  const [head] = await query<{ seq: number; hash: string }>(
    `select seq, encode(hash, 'hex') as hash from tenant_head where tenant = $1`,
    [tenant]
  )
  const roots = new Set((await closedRows(query, tenant)).map(row => row.root))
  return { days: countedDays(tenant), roots, head }
}

/** The last of these whose hash is stored in its place. */
async function agreeing(query: Query, tenant: string, rows: Piece['rows']): Promise<number | undefined> {
  const stored = await query<{ seq: number; hash: string }>(
    `select seq, encode(hash, 'hex') as hash from event where tenant = $1 and seq between $2 and $3`,
    [tenant, rows[0].seq, rows.at(-1)?.seq ?? 0]
  )
  const known = new Set(stored.map(({ seq, hash }) => `${seq} ${hash}`))
  return rows.findLast(({ seq, hash }) => known.has(`${seq} ${hash}`))?.seq
}

async function isFollowed(query: Query, tenant: string, end: StoredRow): Promise<boolean> {
  const [after] = await storedAfter(query, tenant, end.seq, 1)
  return after !== undefined && isNumbered(after) && link(end.hash, tenant, after) === after.hash
}
