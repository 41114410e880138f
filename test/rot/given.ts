import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openCold } from '../../sync-server/days/cold.ts'
import { directoryArchive } from '../../sync-server/days/directory-archive.ts'
import type { Query, Sql } from '../../sync-server/db/sql.ts'
import { storedTenants, verifyTenant } from '../../sync-server/log/verify-stored.ts'
import type { Fault } from '../../sync-server/log/verify.ts'

/** Of an archive in a directory. */
export function filesIn(archive: string): readonly string[] {
  return readdirSync(archive, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

/** What `verify` finds, after a start that found the tables as they are. */
export async function faultsOf(query: Query, archive: string): Promise<readonly Fault[]> {
  const sql = inside(query)
  const cold = await openCold(sql, directoryArchive(archive))
  const verdicts = (await storedTenants(sql)).map(one => verifyTenant(sql, one, { cold }))
  return (await Promise.all(verdicts)).flatMap(({ fault }) => fault ?? [])
}

/** Afterwards all is as it was. `undefined`: the database refused what was done. */
export async function undone<T>({ everywhere }: Sql, work: (query: Query) => Promise<T>): Promise<T | undefined> {
  const over = new Error('undo')
  let result: T | undefined
  try {
    await everywhere.transaction(async query => {
      await query('set transaction isolation level repeatable read')
      result = await work(query)
      throw over
    })
  } catch (error) {
    if (error !== over && !isRefused(error)) throw error
  }
  return result
}

/** A key that is there already, a day without a partition. */
export function isRefused(error: unknown): boolean {
  return /^(22|23)/.test(String((error as { code?: unknown }).code))
}

/** The database as somebody inside a transaction sees it. */
export function inside(query: Query): Sql {
  const door = { query, transaction: <T>(work: (query: Query) => Promise<T>) => work(query) }
  return { of: () => door, everywhere: door, keepsOrder: true, close: () => Promise.resolve() }
}
