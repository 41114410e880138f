import { readFileSync, writeFileSync } from 'node:fs'
import { openDatabase } from '../../sync-server/db/open.ts'
import { unsynced } from '../../sync-server/db/unsynced.ts'

/**
 * Commits `argv[3]` times on a disk that counts its syncs, and `argv[4]` times unsynced with a sync behind them, whereupon it
 * is cut off; or twice on a disk that fails. Prints what came of it.
 */
const [, , directory = '', times = '0', unsyncedTimes = '0'] = process.argv
const { SYNCS = '', DYING = '' } = process.env
const codeOf = (error: unknown) => (error as { code?: string }).code
const syncs = () => readFileSync(SYNCS, 'utf8').length

const sql = await openDatabase(directory, error => console.log(`gone: ${error.message}`)).catch((error: Error) => {
  console.log(`not opened: ${error.message}`)
  process.exit()
})
await sql.everywhere.query('create table if not exists kept (n integer)')
console.log(`kept ${(await sql.everywhere.query<{ n: number }>('select count(*) as n from kept'))[0]?.n}`)

const before = syncs()
for (let n = 0; n < Number(times); n++) await sql.everywhere.query('insert into kept values ($1)', [n])
console.log(`syncs ${syncs() - before}`)

if (Number(unsyncedTimes) > 0) {
  const before = syncs()
  for (let n = 0; n < Number(unsyncedTimes); n++) {
    await sql.everywhere.query(`insert into kept select -2 from ${unsynced}`)
  }
  console.log(`unsynced ${syncs() - before}`)
  await sql.everywhere.query('insert into kept values (-3)')
  console.log(`then ${syncs() - before}`)
  process.kill(process.pid, 'SIGKILL')
}

if (DYING) {
  writeFileSync(DYING, '')
  const attempt = () =>
    sql.everywhere.query('insert into kept values (-1)').then(
      () => 'committed',
      error => `refused ${codeOf(error)}`
    )
  console.log(await attempt())
  console.log(await attempt())
} else {
  await sql.close()
}
process.exit()
