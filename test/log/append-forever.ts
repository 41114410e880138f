import { lockDirectory } from '../../sync-server/db/lock.ts'
import { migrate } from '../../sync-server/db/migrate.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { logMigrations } from '../../sync-server/log/schema.ts'
import { note } from './noted.ts'

/** Appends to four streams of two tenants as fast as it is let, and prints what was acknowledged, until it is killed. */
const [, , directory = '', round = ''] = process.argv
lockDirectory(directory)
const sql = await openDatabase(directory)
await migrate(sql, logMigrations)
const log = await openLog(sql)

async function append(tenant: string, key: string): Promise<never> {
  let version = (await log.streams.all(tenant, `conversation/${key}`)).length
  for (let n = 0; ; n++) {
    const cause = `${round}:${key}:${n}`
    await log.commit.append(note(tenant, key, version++, cause, { client: `${round}:${key}`, n: n + 1 }))
    console.log(`${tenant} ${cause}`)
  }
}

await Promise.all(['a', 'b'].flatMap(key => [append('one', key), append('two', key)]))
