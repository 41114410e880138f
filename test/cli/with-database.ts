import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import type { Query } from '../../sync-server/db/sql.ts'

/** Straight into the tables of a stopped server, past everything that keeps them in order. */
export async function withDatabase<T>(directory: string, work: (query: Query) => Promise<T>): Promise<T> {
  const release = lockDirectory(directory)
  const sql = await openDatabase(directory)
  const found = await work(sql.everywhere.query)
  await sql.close()
  release()
  return found
}
