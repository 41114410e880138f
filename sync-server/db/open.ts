import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { full } from './lock.ts'
import { syncPath } from './sync-path.ts'
import { openPglite, type Embedded } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import { probeRoom } from './probe-room.ts'
import { withRoom } from './room.ts'
import type { Sql } from './sql.ts'
import { keepUp } from './upkeep.ts'

/** Where the log is: in PostgreSQL when its address is set, else embedded in the data directory. */
export type Place = { readonly dataDir: string; readonly databaseUrl: string | undefined }

/** @throws DatabaseRefused for a PostgreSQL server that cannot be reached or is another process's, DirectoryRefused on a full disk. */
export function openStore({ dataDir, databaseUrl }: Place, onGone?: (error: Error) => void): Promise<Sql> {
  if (databaseUrl === undefined) return openDatabase(dataDir, onGone)
  return openPostgres(databaseUrl, onGone && { onGone })
}

const unfinished = 'db-unfinished-'

/**
 * The database in `<directory>/db`, made on first use. It is made beside and renamed when it is whole and on disk:
 * a kill at any moment leaves either none or one that opens. The caller holds the directory's lock.
 * `onGone`: PostgreSQL has stopped and nothing can be stored any more. `report`: its upkeep failed, and is tried again.
 */
export async function openDatabase(
  directory: string,
  onGone?: (error: Error) => void,
  report: (error: unknown) => void = warn
): Promise<Sql> {
  const place = join(directory, 'db')
  for (const name of readdirSync(directory)) {
    if (name.startsWith(unfinished)) rmSync(join(directory, name), { recursive: true })
  }
  const sql = await begin(directory, place, onGone, report).catch((error: unknown) => {
    throw hasRoom(directory, error) ? error : full(directory, error)
  })
  const upkeep = keepUp(sql, report, { demandRoom: () => probeRoom(directory), syncAhead: sql.syncAhead })
  return {
    ...withRoom(sql, directory),
    async close() {
      await upkeep.stop()
      await sql.close()
    }
  }
}

async function begin(
  directory: string,
  place: string,
  onGone: ((error: Error) => void) | undefined,
  report: (error: unknown) => void
): Promise<Embedded> {
  if (!existsSync(place)) await create(directory, place)
  keepFromOthers(place, report)
  // Whose it was is dead, for the lock is ours. PostgreSQL refuses to start beside an empty one, as a power cut may leave it.
  rmSync(join(place, 'postmaster.pid'), { force: true })
  return openPglite(place, onGone)
}

/** There may be some now that there was none for a file of the write-ahead log. */
function hasRoom(directory: string, failure: unknown): boolean {
  if (String(failure).includes('No space left on device')) return false
  try {
    probeRoom(directory)
    return true
  } catch (error) {
    return (error as { code?: unknown }).code !== 'storage-full'
  }
}

/** PGlite makes its files for everybody to read and to write. Where modes cannot be set, the operator is told. */
function keepFromOthers(place: string, report: (error: unknown) => void): void {
  if ((statSync(place).mode & 0o077) === 0) return
  try {
    chmodSync(place, 0o700)
  } catch (error) {
    report(error)
  }
}

async function create(directory: string, place: string): Promise<void> {
  const beside = join(directory, `${unfinished}${process.pid}`)
  mkdirSync(beside, 0o700)
  const sql = await openPglite(beside)
  await sql.close()
  for (const entry of readdirSync(beside, { recursive: true, withFileTypes: true })) {
    syncPath(join(entry.parentPath, entry.name))
  }
  syncPath(beside)
  renameSync(beside, place)
  syncPath(directory)
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}
