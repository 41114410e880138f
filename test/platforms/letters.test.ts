import { expect, test } from 'vitest'
import { readAgain } from '../../sync-server/letters/read-again.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { change, hook, sheena, signed, status, text } from './payloads.ts'
import { logger, world } from './world.ts'

const here = world()
const parts = () => {
  const { log, actors, people, letters, news, secrets } = here
  return { log, actors, people, letters, news, secrets }
}
const post = async (inbox: InboxSecret, payload: unknown) =>
  webhookRoutes({ ...parts(), logger }).request(`/whatsapp/${inbox.inbox}`, signed(payload))

const only = async ({ tenant }: InboxSecret) => {
  const [letter, ...more] = await here.letters.of(tenant)
  expect(more).toEqual([])
  return letter!
}
const texts = async ({ tenant }: InboxSecret) =>
  (await here.facts(tenant)).flatMap(fact =>
    fact.type === 'conversation.message-received' && fact.content.kind === 'text' ? [fact.content.text] : []
  )

test('what a version cannot read stays a letter, and the version that can puts it into its conversation, once', async () => {
  const inbox = await here.connect('whatsapp')
  await post(inbox, hook(change({ contacts: [sheena], messages: [text('A', 'before')] })))
  // As an older version would have kept it.
  const later = hook(change({ contacts: [sheena], messages: [text('B', 'of a new kind')] }))
  await here.letters.keep(inbox.tenant, inbox.inbox, [{ why: 'is new', raw: JSON.stringify(later), form: 'payload' }])
  const letter = await only(inbox)
  expect(await readAgain(parts(), inbox.tenant, letter)).toEqual({ read: true })
  expect(await here.letters.count(inbox.tenant)).toBe(0)
  expect(await readAgain(parts(), inbox.tenant, letter)).toEqual({ read: true })
  expect(await texts(inbox)).toEqual(['before', 'of a new kind'])
})

test('a malformed item still cannot be read, and is kept with the reason it has now', async () => {
  const inbox = await here.connect('whatsapp')
  const broken = { ...text('X', 'when?'), timestamp: 'yesterday' }
  await post(inbox, hook(change({ contacts: [sheena], messages: [broken] })))
  const letter = await only(inbox)
  await here.letters.keep(inbox.tenant, inbox.inbox, [{ ...letter, why: 'an older reason' }])
  expect(await readAgain(parts(), inbox.tenant, letter)).toEqual({ read: false, why: 'timestamp: is not a time' })
  await post(inbox, hook(change({ contacts: [sheena], messages: [broken] })))
  expect(await only(inbox)).toMatchObject({ why: 'timestamp: is not a time', raw: letter.raw, form: 'payload' })
})

test('a receipt for somebody unknown is read once they have written', async () => {
  const inbox = await here.connect('whatsapp')
  await post(inbox, hook(change({ statuses: [status('S', 'read')] })))
  const letter = await only(inbox)
  expect(await readAgain(parts(), inbox.tenant, letter)).toMatchObject({ read: false })
  await post(inbox, hook(change({ contacts: [sheena], messages: [text('A', 'hello')] })))
  expect(await readAgain(parts(), inbox.tenant, letter)).toEqual({ read: true })
  expect((await here.facts(inbox.tenant)).map(fact => fact.type)).toContain('conversation.receipt-received')
  expect(await here.letters.count(inbox.tenant)).toBe(0)
})

test('what is not even JSON is for people to read, and can be thrown away', async () => {
  const inbox = await here.connect('whatsapp')
  await post(inbox, '{"entry": [')
  const letter = await only(inbox)
  expect(await readAgain(parts(), inbox.tenant, letter)).toEqual({ read: false, why: 'is not JSON' })
  await here.letters.discard(inbox.tenant, letter)
  expect(await here.letters.count(inbox.tenant)).toBe(0)
})

test('one workspace neither finds, nor reads, nor throws away what another was sent', async () => {
  const [ours, theirs] = [await here.connect('whatsapp'), await here.connect('whatsapp')]
  await post(theirs, hook(change({ contacts: [sheena], messages: [{ ...text('X', 'when?'), timestamp: 'no' }] })))
  const letter = await only(theirs)
  expect(await here.letters.one(ours.tenant, letter)).toBeUndefined()
  expect(await readAgain(parts(), ours.tenant, letter)).toMatchObject({ why: 'its inbox is not connected any more' })
  await here.letters.discard(ours.tenant, letter)
  expect(await only(theirs)).toEqual(letter)
  expect(await here.facts(ours.tenant)).toHaveLength(1)
})
