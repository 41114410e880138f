import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { command } from './client.ts'
import { firm, house } from './house.ts'

const daybook = house()

const note = (conversation: string, text = 'a note') => command({ type: 'conversation.note', conversation, text })
const reply = (conversation: string, text: string) =>
  command({ type: 'conversation.reply', conversation, content: { kind: 'text', text }, seen: null })

test('[P2] the same n again gets the same answer, and nothing happens twice', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  const once = note(conversation, 'once')
  const refused = note('nowhere')
  const first = await ada.push(1, once, refused)
  expect(first.map(ack => [ack.n, ack.refusal?.reason ?? null])).toEqual([
    [1, null],
    [2, 'no-such-conversation']
  ])
  expect(await ada.push(1, once, refused)).toEqual(first)

  // A lost answer is fetched on another socket, and even other words under the same n get the first answer.
  const again = await socket('ada', { client: ada.id })
  expect(await again.push(1, note(conversation, 'something else'))).toEqual([first[0]])
  const { received } = await daybook.core.actors.state(tenant, 'conversation', conversation)
  const events = await daybook.core.log.streams.last(tenant, `conversation/${conversation}`, 100)
  expect(received).toBe(1)
  expect(events.filter(event => event.fact.type === 'conversation.noted')).toHaveLength(1)
})

test('[P2] whoever lost an answer and comes back after it was forgotten is answered all the same, and goes on', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  const [once, refused] = [note(conversation, 'once'), note('nowhere')]
  await ada.push(1, once, refused, note(conversation, 'twice'), null)
  await ada.close()
  await daybook.core.log.acks.forgetBefore(Date.now() + 1)

  const again = await socket('ada', { client: ada.id })
  expect((await again.next('welcome')).acked).toBe(4)
  const acks = await again.push(1, once, refused, { command: null }, note(conversation, 'a week later'))
  expect(acks.map(ack => [ack.n, ack.command, ack.refusal?.reason ?? null])).toEqual([
    [1, once.id, null],
    [2, refused.id, 'no-such-conversation'],
    [3, null, null],
    [4, expect.any(String), null]
  ])
  expect((await again.push(5, note(conversation, 'new')))[0]).toMatchObject({ n: 5, refusal: null })
  const events = await daybook.core.log.streams.last(tenant, `conversation/${conversation}`, 100)
  const notes = events.flatMap(({ fact }) =>
    fact.type === 'conversation.noted' ? (fact as { text?: string }).text : []
  )
  expect(notes).toEqual(['once', 'twice', 'a week later', 'new'])
  // How far it had come stays known, however often answers are forgotten.
  await daybook.core.log.acks.forgetBefore(Date.now() + 1)
  expect(await daybook.core.log.acks.highest(tenant, ada.id)).toBe(5)
})

test('[P2] an ack says that it is on disk: the log has it when the ack arrives', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  const [ack] = await ada.push(1, note(conversation))
  expect(await daybook.core.log.follow.head(tenant)).toBeGreaterThanOrEqual(ack!.seq)
  expect(await daybook.core.log.acks.judged(tenant, { client: ada.id, n: 1 })).toEqual(ack)
})

test('[P2] a gap is named, and what comes after it is not judged', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  ada.say({ type: 'push', items: [{ n: 3, command: note(conversation), after: null }] })
  expect(await ada.next('gap')).toEqual({ type: 'gap', expected: 1 })
  expect(await daybook.core.log.acks.highest(tenant, ada.id)).toBe(0)
  const acks = await ada.push(1, note(conversation), note(conversation), note(conversation))
  expect(acks.map(ack => ack.n)).toEqual([1, 2, 3])
})

test('[P3] a refusal consumes n, and what rests on the refused one is refused with it, also after a reconnect', async () => {
  const { socket, customerWrites, inboxes, tell } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  await tell({ type: 'conversation.assign', conversation, to: 'bea' })
  const ada = await socket('ada')
  const claim = command({ type: 'conversation.claim', conversation })
  const words = reply(conversation, 'mine')
  const [claimed, replied, free] = await ada.push(
    1,
    claim,
    { command: words, after: claim.id },
    note(conversation, 'rests on nothing')
  )
  expect(claimed!.refusal).toMatchObject({ reason: 'already-claimed', by: 'bea' })
  expect(replied!.refusal).toEqual({ reason: 'depends-on-refused', after: claim.id })
  expect(free!.refusal).toBeNull()

  const later = await socket('ada', { client: ada.id })
  const [resolved] = await later.push(4, {
    command: command({ type: 'conversation.resolve', conversation, seen: null }),
    after: words.id
  })
  expect(resolved!.refusal).toEqual({ reason: 'depends-on-refused', after: words.id })
})

test('[P3] a withdrawn command and one that nobody understands consume their n', async () => {
  const { socket, customerWrites, inboxes } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  const acks = await ada.push(
    1,
    null,
    { type: 'conversation.levitate', id: randomUUID(), at: 1 },
    // The server's own words are no client's, and neither are ids that a platform might bring.
    command({ type: 'conversation.receive', conversation, message: 'm' }),
    { ...note(conversation), id: 'wamid.of-a-message-to-come' },
    note(conversation)
  )
  expect(acks.map(ack => ack.refusal?.reason ?? null)).toEqual([
    null,
    'not-understood',
    'not-understood',
    'not-understood',
    null
  ])
  expect(acks[0]!.command).toBeNull()
})

test('[P1] after a reconnect the welcome says how far the outbox was judged', async () => {
  const { socket, customerWrites, inboxes } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  await ada.push(1, note(conversation), null, note('nowhere'))
  await ada.close()
  const again = await socket('ada', { client: ada.id })
  expect((await again.next('welcome')).acked).toBe(3)
})

test('of two agents who claim the same conversation, the second is told by whom and when', async () => {
  const { socket, customerWrites, inboxes } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const [ada, admin] = await Promise.all([socket('ada'), socket('admin')])
  const before = Date.now()
  const acks = await Promise.all([
    ada.push(1, command({ type: 'conversation.claim', conversation })),
    admin.push(1, command({ type: 'conversation.claim', conversation }))
  ])
  const refusals = acks.flatMap(([ack]) => ack!.refusal ?? [])
  expect(refusals).toHaveLength(1)
  const winner = acks[0][0]!.refusal === null ? 'ada' : 'admin'
  expect(refusals[0]).toMatchObject({ reason: 'already-claimed', by: winner })
  expect((refusals[0] as { at: number }).at).toBeGreaterThanOrEqual(before - 1000)
})

test('a device belongs to one agent: nobody else can push as it', async () => {
  const { socket, customerWrites, inboxes } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  await ada.push(1, note(conversation))
  const thief = await socket('admin', { client: ada.id })
  expect((await thief.next('bye')).reason).toBe('not-understood')
  expect(thief.frames.some(frame => frame.type === 'welcome')).toBe(false)
  expect(ada.isClosed).toBe(false)
})

test('a right that was taken counts for what was written before', async () => {
  const { socket, customerWrites, inboxes, tell } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  await tell({ type: 'inbox.remove-member', inbox: inboxes.sales, agent: 'ada' })
  expect((await ada.next('bye')).reason).toBe('scope-changed')
  const back = await socket('ada', { client: ada.id })
  const [ack] = await back.push(1, reply(conversation, 'written while I still worked here'))
  expect(ack!.refusal).toEqual({ reason: 'no-such-conversation' })
})

test('what is no frame ends the socket with a word, not with a crash', async () => {
  const { socket } = await firm(daybook)
  const junk = ['{', '[]', '{"type":"hello"}', '{"type":"push","items":[]}', '{"type":"need","stream":"x","before":0}']
  for (const text of junk) {
    const ada = await socket('ada')
    ada.say(text)
    expect((await ada.next('bye')).reason).toBe('not-understood')
    await ada.until(one => one.isClosed, 'the end')
  }
  const early = await socket('ada', { greets: false })
  early.say({ type: 'push', items: [{ n: 1, command: null, after: null }] })
  expect((await early.next('bye')).reason).toBe('not-understood')
  const old = await socket('ada', { greets: false })
  old.say({ type: 'hello', protocol: 0, client: randomUUID(), cursor: null })
  expect((await old.next('bye')).reason).toBe('too-old')
})

test('a frame longer than a frame may be ends its own socket, and no other', async () => {
  const { socket, customerWrites, inboxes } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'hello')
  const [ada, other] = await Promise.all([socket('ada'), socket('ada')])
  ada.say('x'.repeat(1_100_000))
  await ada.until(one => one.isClosed, 'the end')
  expect(await other.push(1, note(conversation))).toHaveLength(1)
})

test('[R2] a command that our own code breaks on is refused, and what comes after it goes on', async () => {
  const { socket, tell, inboxes } = await firm(daybook)
  const conversation = randomUUID()
  const said = { message: randomUUID(), content: { kind: 'text' as const, text: 'from a platform that was taken out' } }
  const at = { conversation, inbox: inboxes.sales, contact: 'somebody', platform: 'telegraph' }
  await tell({ type: 'conversation.receive', ...at, ...said })
  const ada = await socket('ada')
  const acks = await ada.push(1, reply(conversation, 'stop'), note(conversation))
  expect(acks.map(ack => ack.refusal?.reason ?? null)).toEqual(['not-understood', null])
})
