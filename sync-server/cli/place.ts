import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { lockDirectory } from '../db/lock.ts'
import { openStore, type Place } from '../db/open.ts'
import type { Sql } from '../db/sql.ts'

/** Where data are or shall be. Its name carries no password. */
export type NamedPlace = Place & { readonly name: string }

export function placeOf({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): NamedPlace {
  return { dataDir, databaseUrl, name: databaseUrl === undefined ? dataDir : withoutPassword(databaseUrl) }
}

/** What `--to` names: a PostgreSQL address, or a directory. Beside PostgreSQL the data directory stays in use. */
export function placeNamed(to: string, { dataDir }: Config): NamedPlace {
  return /^postgres(ql)?:/.test(to)
    ? placeOf({ dataDir, databaseUrl: to })
    : placeOf({ dataDir: resolve(to), databaseUrl: undefined })
}

/** `locked`: a directory this process holds already. */
export async function openPlace(place: Place, locked?: string): Promise<{ readonly sql: Sql; close(): Promise<void> }> {
  const release = place.dataDir === locked ? () => undefined : lockDirectory(place.dataDir)
  try {
    const sql = await openStore(place)
    return {
      sql,
      async close() {
        await sql.close()
        release()
      }
    }
  } catch (error) {
    release()
    throw error
  }
}

function withoutPassword(address: string): string {
  const url = new URL(address)
  url.password = ''
  return url.href
}
