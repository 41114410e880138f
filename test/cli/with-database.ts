import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import type { Query } from '../../sync-server/db/sql.ts'

/** Straight into the tables of a stopped server, past everything that keeps them in order. */
export async function withDatabase(directory: string, work: (query: Query) => Promise<void>): Promise<void> {
  const release = lockDirectory(directory)
  const sql = await openDatabase(directory)
  await work(sql.everywhere.query)
  await sql.close()
  release()
}
