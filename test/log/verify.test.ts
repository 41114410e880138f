import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Query } from '../../sync-server/db/sql.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { storedAfter } from '../../sync-server/log/stored.ts'
import type { StoredRow } from '../../sync-server/log/stored-row.ts'
import { storedTenants, verifyTenant } from '../../sync-server/log/verify-stored.ts'
import { chain, type Fault } from '../../sync-server/log/verify.ts'
import { database, freshTenant } from '../support/database.ts'
import { note } from './noted.ts'

const store = database()
const tenant = freshTenant()
const other = freshTenant()
const events = 60
const dayMs = 86_400_000
let rows: readonly StoredRow[] = []

beforeAll(async () => {
  let now = Date.UTC(2026, 0, 5)
  const log = await openLog(store.sql, { now: () => now })
  for (let n = 0; n < events; n++) {
    if (n % 20 === 19) now += dayMs
    const key = `c${n % 7}`
    await log.commit.append(note(tenant, key, Math.floor(n / 7), `cause-${n}`))
  }
  await log.commit.append(note(other, 'c0', 0, 'cause-0'))
  await log.close()
  rows = await storedAfter(store.sql.of(tenant).query, tenant, 0, 1000)
})

function faultIn(stored: readonly StoredRow[]): Fault | null {
  const followed = chain(tenant)
  for (const row of stored) {
    const fault = followed.take(row)
    if (fault) return fault
  }
  return null
}

describe('in the events', () => {
  test('nothing is found when nothing is wrong', () => {
    expect(rows).toHaveLength(events)
    expect(faultIn(rows)).toBeNull()
  })

  test('one flipped bit in any column of any row is found, and its event is named, a thousand times', () => {
    const columns = Object.keys(rows[0]!) as (keyof StoredRow)[]
    let found = 0
    const flips = fc.record({
      index: fc.nat(events - 1),
      column: fc.constantFrom(...columns),
      byte: fc.nat(),
      bit: fc.nat(6)
    })
    fc.assert(
      fc.property(flips, ({ index, column, byte, bit }) => {
        const row = rows[index]!
        const bad = rows.with(index, { ...row, [column]: flipped(row[column], byte, bit) })
        const fault = faultIn(bad)
        // A bad seq may stand for a missing event in front of it as well: either way this is where it goes wrong.
        expect(fault?.seq).toBe(column === 'seq' ? Math.min(index + 1, bad[index]!.seq) : index + 1)
        found += 1
      }),
      { numRuns: 1000, seed: 20_261_125 }
    )
    expect(found).toBe(1000)
  })

  test('a removed row is named, wherever it was', () => {
    // The last one is missed by the head, not by the chain.
    for (const index of rows.keys().take(events - 1)) {
      expect(faultIn(rows.toSpliced(index, 1))).toEqual({ seq: index + 1, what: 'is missing' })
    }
  })

  test('two rows that changed places are named, whether with their numbers or without', () => {
    for (const index of rows.keys().take(events - 1)) {
      const [a, b] = [rows[index]!, rows[index + 1]!]
      const swapped = rows.with(index, b).with(index + 1, a)
      expect(faultIn(swapped)?.seq).toBe(index + 1)
      expect(faultIn(swapped.with(index, { ...b, seq: a.seq }).with(index + 1, { ...a, seq: b.seq }))?.seq).toBe(
        index + 1
      )
    }
  })
})

describe('in the database', () => {
  test('nothing is found when nothing is wrong, and every tenant is looked at', async () => {
    expect(await verifyTenant(store.sql, tenant)).toEqual({ tenant, events, streams: 7, days: 4, fault: null })
    expect(await storedTenants(store.sql)).toEqual(expect.arrayContaining([tenant, other]))
  })

  const wounds: [name: string, wound: string, seq: number | null, what: RegExp][] = [
    ['an edited word', `update event set data = '{"note":"x","text":"forged"}' where seq = 33`, 33, /chain breaks/],
    ['an edited scope', `update event set scope = 'inbox:j' where seq = 7`, 7, /chain breaks/],
    ['a deleted event', 'delete from event where seq = 12', 12, /missing/],
    ['a cut at the end', 'delete from event where seq > 58', null, /missing at its end/],
    ['an event moved to another day', `update event set day = day + 1 where seq = 2`, 2, /recorded on/],
    ['the hash of a head', `update tenant_head set hash = sha256('x')`, null, /tenant_head/],
    ['the time of a head', 'update tenant_head set recorded_at = recorded_at + 1', null, /tenant_head/],
    ['a head that was set back', 'update tenant_head set seq = seq - 1', null, /beyond its head/],
    ['a head that is gone', 'delete from tenant_head', null, /beyond its head/],
    ['the version of a stream', `update head set version = version + 1 where stream like '%c3'`, null, /c3 in `head`/],
    ['the scope of a stream', `update head set scope = 'tenant' where stream like '%c3'`, null, /c3 in `head`/],
    ['the first day of a stream', `update head set first_day = first_day - 1 where stream like '%c3'`, null, /c3/],
    ['the last day of a stream', `update head set last_day = last_day + 1 where stream like '%c3'`, null, /c3/],
    ['a stream without a row', `delete from head where stream like '%c3'`, null, /6 streams/],
    ['a row without a stream', `update head set stream = 'conversation/c9' where stream like '%c3'`, null, /c9/],
    ['a forgotten cause', `delete from heard where cause = 'cause-9'`, 10, /not in `heard`/],
    ['a changed cause', `update heard set cause = 'cause-x' where cause = 'cause-9'`, 10, /not in `heard`/],
    ['the end of a cause', `update heard set seq = seq + 1 where cause = 'cause-9'`, 10, /ends at 11/],
    ['a cause too many', `insert into heard select tenant, 'x', 1 from heard limit 1`, null, /61 commands/],
    ['the end of a day', `update tenant_day set last_seq = last_seq - 1 where first_seq = 1`, null, /2026-01-05 holds/],
    ['the start of a day', `update tenant_day set first_seq = 2 where first_seq = 1`, null, /2026-01-05 holds/],
    ['a day that is gone', `delete from tenant_day where first_seq = 1`, null, /nothing/],
    ['a day too many', `update tenant_day set day = day - 1 where first_seq = 1`, null, /2026-01-05/]
  ]

  test.each(wounds)('%s is found and named', async (_, wound, seq, what) => {
    await undone(async query => {
      await query(wound)
      const verdict = await verifyTenant(inside(query), tenant)
      expect(verdict.fault).toEqual({ seq, what: expect.stringMatching(what) })
    })
    expect((await verifyTenant(store.sql, tenant)).fault).toBeNull()
  })

  test('a whole workspace that lost its head is still looked at', async () => {
    await undone(async query => {
      await query('delete from tenant_head')
      await query('delete from head')
      expect(await storedTenants(inside(query))).toContain(tenant)
    })
  })
})

/** Wounds heal: each test finds the log as it was. */
async function undone(work: (query: Query) => Promise<void>): Promise<void> {
  const over = new Error('undo')
  await store.sql
    .of(tenant)
    .transaction(async query => {
      await query('set transaction isolation level repeatable read')
      await work(query)
      throw over
    })
    .catch((error: unknown) => {
      if (error !== over) throw error
    })
}

/** The database as somebody inside a transaction sees it. */
function inside(query: Query) {
  const door = { query, transaction: <T>(work: (query: Query) => Promise<T>) => work(query) }
  return { of: () => door, everywhere: door, keepsOrder: true, close: () => Promise.resolve() }
}

function flipped(value: string | number, byte: number, bit: number): string | number {
  if (typeof value === 'number') return Number(BigInt(value) ^ (1n << BigInt(bit)))
  const place = byte % value.length
  const turned = String.fromCharCode(value.charCodeAt(place) ^ (1 << bit))
  return value.slice(0, place) + turned + value.slice(place + 1)
}
