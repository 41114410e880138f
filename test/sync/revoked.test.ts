import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { StreamId } from '../../shared/kernel/message.ts'
import { command, connect, type Client } from './client.ts'
import { firm, house, signIn, type Firm } from './house.ts'

const daybook = house()

const isWhole = (client: Client) => client.frames.some(frame => frame.type === 'snapshot' && frame.last)
const after = (client: Client, seq: number) => client.events.filter(event => event.seq > seq)

/** Customers who write at once, on and on: what somebody may not see any more must be in the middle of it. */
function manyWrite({ customerWrites, inboxes }: Firm, conversation: string, times = 30): Promise<unknown> {
  return Promise.all(Array.from({ length: times }, (_, i) => customerWrites(inboxes.sales, `word ${i}`, conversation)))
}

test('[S2] of an inbox somebody was taken out of, nothing arrives that was recorded after that', async () => {
  const shop = await firm(daybook)
  const { socket, customerWrites, inboxes, tenant } = shop
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const [ada, admin] = await Promise.all([socket('ada'), socket('admin')])
  await Promise.all([ada, admin].map(one => one.until(isWhole, 'the snapshot')))
  const before = manyWrite(shop, conversation)
  const revoked = admin.push(1, command({ type: 'inbox.remove-member', inbox: inboxes.sales, agent: 'ada' }))
  const [[ack]] = await Promise.all([revoked, before, manyWrite(shop, conversation)])
  await manyWrite(shop, conversation)

  expect(ack?.refusal).toBeNull()
  const head = await daybook.core.log.follow.head(tenant)
  await admin.until(one => one.cursor === head, 'the head')
  await ada.until(one => one.isClosed, 'the end')
  expect((await ada.next('bye')).reason).toBe('scope-changed')
  expect(after(admin, ack!.seq).length).toBeGreaterThan(30)
  expect(after(ada, ack!.seq)).toEqual([])
})

test('[S2] what is recorded after a right was taken does not arrive, though it is of the very same commit', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const [ada, admin] = await Promise.all([socket('ada'), socket('admin')])
  await Promise.all([ada, admin].map(one => one.until(isWhole, 'the snapshot')))
  const { log } = daybook.core
  const base = { at: Date.now(), by: { kind: 'system', id: 'test' } } as const
  const place = async (stream: StreamId) => {
    const [last] = await log.streams.last(tenant, stream, 1)
    return { tenant, stream, version: last!.version, scope: last!.scope }
  }
  const [inbox, page] = [await place(`inbox/${inboxes.sales}`), await place(`conversation/${conversation}`)]
  const removed = { ...base, cause: randomUUID(), type: 'inbox.member-removed', agent: 'ada' }
  const noted = { ...base, cause: randomUUID(), type: 'conversation.noted', note: 'n-1', text: 'not for Ada' }
  const placed = await Promise.all([
    log.commit.append({ ...inbox, facts: [removed] }),
    log.commit.append({ ...page, facts: [noted], person: 'somebody' })
  ])
  const [first, second] = placed.map(one => (one.result === 'appended' ? one.seq : 0))
  expect(second).toBe(first! + 1)

  await admin.until(one => one.heard.includes(noted.text), 'the note')
  await ada.until(one => one.isClosed, 'the end')
  expect((await ada.next('bye')).reason).toBe('scope-changed')
  expect(ada.heard).not.toContain(noted.text)
})

test('[S2] whoever is signed out hears nothing of what is recorded after that', async () => {
  const shop = await firm(daybook)
  const { socket, customerWrites, inboxes, tenant } = shop
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const cookie = await signIn(daybook.url, `ada.${tenant}@firm.test`)
  const [ada, admin] = await Promise.all([connect(daybook.url, cookie), socket('admin')])
  await Promise.all([ada, admin].map(one => one.until(isWhole, 'the snapshot')))
  const writing = manyWrite(shop, conversation)
  const answer = await fetch(`${daybook.url}/api/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: daybook.url }
  })
  expect(answer.ok).toBe(true)
  const signedOutAt = await daybook.core.log.follow.head(tenant)
  await Promise.all([writing, manyWrite(shop, conversation)])

  const head = await daybook.core.log.follow.head(tenant)
  await admin.until(one => one.cursor === head, 'the head')
  await ada.until(one => one.isClosed, 'the end')
  expect((await ada.next('bye')).reason).toBe('signed-out')
  expect(after(admin, signedOutAt).length).toBeGreaterThan(30)
  expect(after(ada, signedOutAt)).toEqual([])
})
