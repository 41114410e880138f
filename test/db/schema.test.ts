import { expect, test } from 'vitest'
import { updateSchema } from '../../sync-server/schema.ts'
import { database } from '../support/database.ts'

const db = database()

test('data that a newer version has changed are refused, with what to do', async () => {
  await updateSchema(db.sql)
  await db.sql.everywhere.query(`insert into migration (name) values ('contacts-99')`)
  await expect(updateSchema(db.sql)).rejects.toThrow(
    /were last used by a newer version of Daybook, which changed how they are stored \(contacts-99\)\. Start that version/
  )
})
