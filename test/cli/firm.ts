import { dayMs } from '../../shared/kernel/day.ts'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { note } from '../log/noted.ts'

export const daysAgo = 20

/** A workspace whose three days were long ago. */
export async function writeFirm(directory: string): Promise<void> {
  const release = lockDirectory(directory)
  const sql = await openDatabase(directory)
  let now = Date.now() - daysAgo * dayMs
  const log = await openLog(sql, { now: () => now })
  for (let n = 0; n < 12; n++) {
    await log.commit.append(note('firm', 'c', n, `cause-${n}`))
    if (n % 4 === 3) now += dayMs
  }
  await log.close()
  await sql.close()
  release()
}
