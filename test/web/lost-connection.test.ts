import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openOutboxDb, sturdy, type OutboxDb } from '../../web/log/db.ts'
import { somebody } from './support/tab.ts'

async function opened(): Promise<OutboxDb> {
  const { tenant, agent } = somebody()
  const db = openOutboxDb(tenant, agent)
  await db.open()
  return db
}
const draft = (conversation: string) => ({ conversation, mode: 'note', text: 'words', at: 1 }) as const
const written = (db: OutboxDb, conversation: string) =>
  sturdy(db, () =>
    db.transaction('rw', db.drafts, async () => {
      await db.drafts.put(draft(conversation))
      return (await db.drafts.get([conversation, 'note']))?.text
    })
  )

test('[T2] a connection that the browser closed is opened again for all who were at work, not for the first alone', async () => {
  const db = await opened()
  for (let round = 0; round < 5; round++) {
    // As when the browser's storage process was killed: nobody is told.
    db.backendDB().close()
    const conversations = ['a', 'b', 'c', 'd', 'e', 'f'].map(one => `${one}${round}`)
    const all = await Promise.allSettled(conversations.map(one => written(db, one)))
    expect(all.map(one => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual(
      conversations.map(() => 'words')
    )
  }
  db.close()
})

test('[T2] who fails late opens nothing again that others are at work on by then', async () => {
  const db = await opened()
  let fail = () => {}
  const lost = new Promise<void>(resolve => (fail = resolve))
  let tries = 0
  const late = sturdy(db, async () => {
    if (tries++ > 0) return 'words'
    await lost
    throw Object.assign(new Error('gone'), { name: 'DatabaseClosedError' })
  })
  db.backendDB().close()
  expect(await written(db, 'first')).toBe('words')
  const connection = db.backendDB()
  const working = db.transaction('rw', db.drafts, async () => {
    await db.drafts.put(draft('second'))
    fail()
    for (let i = 0; i < 20; i++) await db.drafts.get(['second', 'note'])
    return (await db.drafts.get(['second', 'note']))?.text
  })
  expect(await Promise.all([late, working])).toEqual(['words', 'words'])
  expect(db.backendDB() === connection).toBe(true)
  db.close()
})
