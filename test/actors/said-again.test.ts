import { expect, onTestFinished, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { actors as openActors } from '../../sync-server/actors/actors.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { database, freshTenant } from '../support/database.ts'
import { sabotaged } from '../support/sabotaged.ts'

const db = database()
const now = Date.UTC(2026, 10, 23, 12)
const customer = (at: number) => trustedContext({ kind: 'customer', id: 'ada' }, at)

/** A log that can be told to count what it asks of the database. */
async function open() {
  let asked = 0
  const counting = sabotaged(db.sql, query => (...of) => {
    asked += 1
    return query(...of)
  })
  const log = await openLog(counting, { now: () => now })
  onTestFinished(() => log.close())
  return { actors: openActors(log, { now: () => now }), asked: () => asked }
}

const received = (message: string) =>
  ({
    type: 'conversation.receive',
    id: `in:${message}`,
    at: now,
    conversation: 'c',
    inbox: 'shop',
    platform: 'whatsapp',
    contact: 'ada',
    message,
    content: { kind: 'text', text: 'Hello' }
  }) as const

test('what a platform says again in the same hour asks nothing of the database; after a restart it is looked up', async () => {
  const tenant = freshTenant()
  const { actors, asked } = await open()
  for (const message of ['m-1', 'm-2']) await actors.tell(tenant, received(message), customer)
  const before = asked()
  for (const message of ['m-1', 'm-2', 'm-1']) {
    const again = await actors.tell(tenant, received(message), customer)
    expect(again).toEqual({ result: 'repeated', events: [], seq: message === 'm-1' ? 2 : 3 })
  }
  expect(asked()).toBe(before)

  const later = await open()
  const again = await later.actors.tell(tenant, received('m-1'), customer)
  expect(again).toEqual({ result: 'repeated', events: [], seq: 2 })
})

test('what one workspace heard, another has not', async () => {
  const { actors } = await open()
  await actors.tell(freshTenant(), received('m-1'), customer)
  expect(await actors.tell(freshTenant(), received('m-1'), customer)).toMatchObject({ result: 'accepted' })
})
