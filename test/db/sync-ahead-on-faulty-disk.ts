import { writeFileSync } from 'node:fs'
import { openPglite } from '../../sync-server/db/pglite.ts'

/** Syncs ahead on a disk that is well, and on one that fails. Prints what came of it. */
const [, , directory = ''] = process.argv
const { DYING = '' } = process.env

const sql = await openPglite(directory, error => console.log(`gone: ${error.message}`))
const attempt = (what: string, work: () => Promise<unknown>) =>
  work().then(
    () => console.log(`${what} done`),
    error => console.log(`${what} refused ${(error as { code?: string }).code}`)
  )
await sql.everywhere.query('create table kept as select 1 as n')
await attempt('sync', sql.syncAhead)
await attempt('checkpoint', () => sql.everywhere.query('checkpoint'))
writeFileSync(DYING, '')
await attempt('sync', sql.syncAhead)
await attempt('checkpoint', () => sql.everywhere.query('checkpoint'))
process.exit()
