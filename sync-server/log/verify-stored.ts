import type { Door, Query, Sql } from '../db/sql.ts'
import { isUnreadable } from '../db/unreadable.ts'
import { noColdDays, steadily, type ColdDays } from './cold.ts'
import { storedAfter, storedAt } from './stored.ts'
import type { StoredRow } from './stored-row.ts'
import { closedDays, type ClosedDays } from './verify-closed.ts'
import { sealedWords, type KeyRow, type SealedWords } from './verify-keys.ts'
import { heardFault, tableFault } from './verify-tables.ts'
import { chain, type Chain, type Fault } from './verify.ts'

export type Verdict = {
  readonly tenant: string
  /** So many are good, from the first on. */
  readonly events: number
  readonly streams: number
  readonly days: number
  readonly fault: Fault | null
}

export type VerifyOptions = {
  readonly atOnce?: number
  readonly progress?: (events: number) => void
  /** The days that are no longer in the database. */
  readonly cold?: ColdDays
  /** Whether a stream's key is one; if it is not given, it is enough that there is a row of it. */
  readonly opens?: (key: KeyRow) => boolean
}

/**
 * Follows everything that is stored of a tenant and answers the first fault. While others append: most of the log is
 * read beside them, and only its end, with the tables beside it, in one view of the database.
 */
export async function verifyTenant(sql: Sql, tenant: string, options: VerifyOptions = {}): Promise<Verdict> {
  const followed = chain(tenant)
  const pass: Pass = { followed, closed: closedDays(tenant), sealed: sealedWords(tenant) }
  const fault = await faultOf(sql.of(tenant), tenant, pass, options).catch((error: unknown): Fault => {
    if (isUnreadable(error)) return { seq: null, what: `something beside the log cannot be read: ${error.message}` }
    throw error
  })
  return { tenant, events: followed.seq, streams: followed.streams.size, days: followed.days.size, fault }
}

const besideEvents = ['tenant_head', 'tenant_day', 'head', 'heard', 'closed_day']

/** Every tenant of whom anything is stored, also one whose head is lost; of tables that cannot be read, whom the others know. */
export async function storedTenants({ everywhere }: Pick<Sql, 'everywhere'>): Promise<readonly string[]> {
  const sources = [ofEvents, ...besideEvents.map(table => `select distinct tenant from ${table}`)]
  const found = new Set<string>()
  for (const source of sources) {
    const rows = await everywhere.query<{ tenant: string }>(source).catch((error: unknown) => {
      if (isUnreadable(error)) return []
      throw error
    })
    for (const { tenant } of rows) found.add(tenant)
  }
  return [...found].toSorted()
}

const ofEvents = `
  with recursive of_event (tenant) as (
    (select tenant from event order by tenant limit 1)
    union all
    select (select event.tenant from event where event.tenant > of_event.tenant order by event.tenant limit 1)
    from of_event where of_event.tenant is not null
  )
  select tenant from of_event where tenant is not null`

async function faultOf(door: Door, tenant: string, pass: Pass, options: VerifyOptions): Promise<Fault | null> {
  return (
    (await follow(door.query, tenant, pass, options)) ??
    door.transaction(async query => {
      await query('set transaction isolation level repeatable read')
      return (
        (await follow(query, tenant, pass, options)) ??
        (await heardFault(query, tenant, pass.followed.heard(true))) ??
        (await pass.closed.fault(query)) ??
        (await tableFault(query, tenant, pass.followed)) ??
        (await pass.sealed.fault(query, options.opens))
      )
    })
  )
}

type Pass = { readonly followed: Chain; readonly closed: ClosedDays; readonly sealed: SealedWords }

async function follow(
  query: Query,
  tenant: string,
  { followed, closed, sealed }: Pass,
  options: VerifyOptions
): Promise<Fault | null> {
  const { atOnce = 2000, progress = () => {}, cold = noColdDays } = options
  for (;;) {
    const rows = await readable(query, cold, tenant, followed.seq, atOnce)
    if ('what' in rows) return rows
    if (rows.length === 0) return null
    for (const row of rows) {
      const fault = followed.take(row)
      if (fault) return fault
      closed.take(row)
      sealed.take(row)
    }
    const fault = await heardFault(query, tenant, followed.heard())
    if (fault) return fault
    progress(followed.seq)
  }
}

/** Bytes on a disk can be so bad that the database cannot read them: then one by one, to name the first. */
async function readable(
  query: Query,
  cold: ColdDays,
  tenant: string,
  seq: number,
  limit: number
): Promise<readonly StoredRow[] | Fault> {
  try {
    const next = limit === 1 && seq >= (cold.newest(tenant)?.lastSeq ?? 0) ? await storedAt(query, tenant, seq + 1) : []
    return next.length > 0 ? next : await steadily(cold, () => storedAfter(query, tenant, seq, limit, cold))
  } catch (error) {
    if (limit === 1) return { seq: seq + 1, what: `cannot be read: ${(error as Error).message}` }
    return readable(query, cold, tenant, seq, 1)
  }
}
