import { beforeAll } from 'vitest'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { sqlLog } from '../../sync-server/log/sql-log.ts'
import { eventLogContract } from '../contracts/event-log.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database()
let log: Log
beforeAll(async () => {
  log = await openLog(db.sql)
  return () => log.close()
})

eventLogContract('the log in SQL', () =>
  Promise.resolve(sqlLog(freshTenant(), log.commit, log.streams, () => 'tenant'))
)
