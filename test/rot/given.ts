import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileOfLines } from '../../sync-server/backup/file.ts'
import { takeCopy } from '../../sync-server/backup/take.ts'
import { openCold } from '../../sync-server/days/cold.ts'
import { directoryArchive } from '../../sync-server/days/directory-archive.ts'
import type { Query, Sql } from '../../sync-server/db/sql.ts'
import { storedTenants, verifyTenant } from '../../sync-server/log/verify-stored.ts'
import type { Fault } from '../../sync-server/log/verify.ts'
import { live, openHouse, type House } from '../days/given.ts'

/** Days of a workspace, the older ones in the archive, and a backup of all of them. */
export async function backedUp(sql: Sql, tenant: string, archive: string, backup: string): Promise<House> {
  const clock = { at: Date.parse('2033-01-01T10:00Z') }
  const house = await openHouse(sql, archive, () => clock.at)
  await live(house, tenant, clock, 14, 5)
  await house.days.close()
  await house.days.archive()
  const keyring = { workspaces: { of: () => Promise.reject(new Error('no key')) } }
  await writeFileOfLines(backup, takeCopy({ sql, log: house.log, keyring }))
  return house
}

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
