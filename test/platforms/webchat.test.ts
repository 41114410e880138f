import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { chatHouse } from './chat-house.ts'

const { here, address, page, conversationIn, join, reply } = chatHouse()

describe('a visitor', () => {
  test('writes, is answered live by somebody with a name, and finds it all again on return', async () => {
    const inbox = await here.connect('webchat')
    await join(inbox.tenant)
    const visit = await page(inbox)
    expect(visit.welcome).toMatchObject({ title: 'The shop', name: null, token: expect.stringMatching(/^[\w-]{43}$/) })
    await visit.say('Do you ship to Malta?')
    const { id } = await conversationIn(inbox)
    await reply(inbox, id, 'We do.')
    await visit.shows(2)
    expect(visit.shown()).toEqual(['me: Do you ship to Malta?', 'Mara: We do.'])

    const again = await page(inbox, visit.token)
    await again.shows(2)
    expect(again.welcome.token).toBeNull()
    expect(again.shown()).toEqual(visit.shown())
  })

  test('is told exactly what came while the page was away', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    await visit.say('one')
    await visit.shows(1)
    visit.socket.terminate()
    const { id } = await conversationIn(inbox)
    await reply(inbox, id, 'two')
    await reply(inbox, id, 'three')
    const back = await page(inbox, visit.token, 1)
    expect(await back.heard('messages')).toMatchObject({ from: 1, messages: [{ text: 'two' }, { text: 'three' }] })
    const full = await page(inbox, visit.token, 3)
    expect(await full.heard('messages')).toEqual({ type: 'messages', from: 3, messages: [] })
    const lost = await page(inbox, visit.token, 99)
    expect(await lost.heard('messages')).toMatchObject({ from: 0, messages: [{}, {}, {}] })
  })

  test('is told all of it where the log is another one than what the page shows is from', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    expect(visit.welcome.log).toBe(here.log.incarnation)
    await visit.say('one')
    await visit.shows(1)
    const same = await page(inbox, visit.token, 1, { log: here.log.incarnation })
    expect(await same.heard('messages')).toEqual({ type: 'messages', from: 1, messages: [] })
    const other = await page(inbox, visit.token, 1, { log: 'the life before' })
    expect(await other.heard('messages')).toMatchObject({ from: 0, messages: [{ text: 'one' }] })
  })

  test('who says something twice has said it once, also on a new socket', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    const id = await visit.say('Hello?')
    await visit.say('Hello?', id)
    const back = await page(inbox, visit.token)
    await back.say('Hello?', id)
    expect(back.shown()).toEqual(['me: Hello?'])
    expect(back.messages()[0]?.id).toBe(id)
    expect((await here.facts(inbox.tenant)).filter(fact => fact.type === 'conversation.message-received')).toHaveLength(
      1
    )
  })

  test('who only looks leaves no trace', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    visit.send({ type: 'ping' })
    await visit.heard('pong')
    expect(await here.log.follow.head(inbox.tenant)).toBe(1)
    expect(await here.sql.everywhere.query('select 1 from visitor where inbox = $1', [inbox.inbox])).toEqual([])
  })

  test('has a name when they like, and it is known on return', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    visit.send({ type: 'call-me', name: '  Ana  ' })
    await visit.say('Hi')
    visit.send({ type: 'call-me', name: 'Ana María' })
    visit.send({ type: 'ping' })
    await visit.heard('pong')
    const { contact } = await conversationIn(inbox)
    expect((await here.actors.state(inbox.tenant, 'contact', contact)).name).toBe('Ana María')
    expect((await page(inbox, visit.token)).welcome.name).toBe('Ana María')
  })

  test('does not see what agents say among themselves, nor a reply that is held', async () => {
    const inbox = await here.connect('webchat')
    const { tenant } = inbox
    const visit = await page(inbox)
    await visit.say('Hi')
    const { id } = await conversationIn(inbox)
    await here.tell(tenant, {
      type: 'conversation.note',
      id: randomUUID(),
      at: Date.now(),
      conversation: id,
      text: 'A difficult one'
    })
    await here.tell(tenant, { type: 'conversation.claim', id: randomUUID(), at: Date.now(), conversation: id })
    const old = {
      id: randomUUID(),
      at: Date.now() - 3_600_000,
      conversation: id,
      content: { kind: 'text' as const, text: 'Held' }
    }
    await here.tell(tenant, { type: 'conversation.reply', ...old, seen: null })
    expect((await here.actors.state(tenant, 'conversation', id)).held).toHaveLength(1)
    await reply(inbox, id, 'Hello')
    await visit.shows(2)
    const back = await page(inbox, visit.token)
    await back.shows(2)
    for (const { told } of [visit, back]) expect(JSON.stringify(told)).not.toMatch(/difficult|Held|claim/)
  })

  test('tells what was delivered and what was read, up to there', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    await visit.say('Hi')
    const { id } = await conversationIn(inbox)
    const replies = [await reply(inbox, id, 'one'), await reply(inbox, id, 'two'), await reply(inbox, id, 'three')]
    await visit.shows(4)
    visit.send({ type: 'receipt', message: replies[2]!, status: 'delivered' })
    visit.send({ type: 'receipt', message: replies[1]!, status: 'read' })
    visit.send({ type: 'receipt', message: 'not-a-message-of-this-page', status: 'read' })
    visit.send({ type: 'ping' })
    await visit.heard('pong')
    const { sends } = await here.actors.state(inbox.tenant, 'conversation', id)
    expect(sends.map(send => send.delivery)).toEqual(['read', 'read', 'delivered'])
  })
})

describe('nobody else', () => {
  test('two visitors see only their own conversation', async () => {
    const inbox = await here.connect('webchat')
    const [ana, bob] = [await page(inbox), await page(inbox)]
    await ana.say('I am Ana')
    await bob.say('I am Bob')
    await Promise.all([ana.shows(1), bob.shows(1)])
    expect([ana.shown(), bob.shown()]).toEqual([['me: I am Ana'], ['me: I am Bob']])
    expect(ana.token).not.toBe(bob.token)
  })

  test('a token opens nothing on another inbox, and a guessed one nothing at all', async () => {
    const [inbox, other] = [await here.connect('webchat'), await here.connect('webchat')]
    const ana = await page(inbox)
    await ana.say('secret')
    for (const stranger of [await page(other, ana.token), await page(inbox, 'x'.repeat(43))]) {
      expect(await stranger.heard('messages')).toEqual({ type: 'messages', from: 0, messages: [] })
      expect(stranger.welcome.token).not.toBeNull()
    }
  })

  test('the database does not know the token, only its digest', async () => {
    const inbox = await here.connect('webchat')
    const ana = await page(inbox)
    await ana.say('Hi')
    const rows = await here.sql.everywhere.query('select * from visitor where inbox = $1', [inbox.inbox])
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(ana.token)
  })

  test('an inbox that is no web chat has no socket', async () => {
    const whatsapp = await here.connect('whatsapp')
    for (const inbox of [whatsapp.inbox, 'nobody']) {
      const socket = new WebSocket(address(inbox))
      const status = await new Promise(resolve => {
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode))
        socket.once('error', () => undefined)
      })
      expect(status).toBe(404)
    }
  })
})

describe('limits', () => {
  test('what cannot be taken is refused by its id, with a reason', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    const [long, empty] = [randomUUID(), randomUUID()]
    visit.send({ type: 'say', id: long, at: 0, text: 'x'.repeat(20_001) })
    visit.send({ type: 'say', id: empty, at: 0, text: ' \n ' })
    visit.send('{')
    expect(await visit.heard('refused', 1)).toMatchObject({ id: long, reason: 'too-long' })
    expect(await visit.heard('refused', 2)).toMatchObject({ id: empty, reason: 'empty' })
    expect(await visit.heard('refused', 3)).toMatchObject({ id: null, reason: 'not-understood' })
    expect(await here.log.follow.head(inbox.tenant)).toBe(1)
  })

  test('who writes faster than people do is slowed down, and nothing of it is lost', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    const begun = Date.now()
    for (let n = 0; n < 24; n++) visit.send({ type: 'say', id: randomUUID(), at: begun, text: `${n}` })
    await visit.heard('kept', 20)
    await visit.heard('kept', 24)
    expect(Date.now() - begun).toBeGreaterThan(1500)
    expect(visit.shown()).toEqual(Array.from({ length: 24 }, (_, n) => `me: ${n}`))
  })

  test('a visitor who floods from many pages at once is refused', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    await visit.say('Hi')
    const more = await Promise.all(Array.from({ length: 14 }, () => page(inbox, visit.token)))
    for (const one of more)
      for (let n = 0; n < 3; n++) one.send({ type: 'say', id: randomUUID(), at: Date.now(), text: 'spam' })
    const refused = await Promise.any(more.map(one => one.heard('refused')))
    expect(refused.reason).toBe('too-fast')
  })

  test('a page that floods alone is cut off: its first words are kept waiting, and the rest piles up', async () => {
    const visit = await page(await here.connect('webchat'))
    const closed = new Promise(resolve => visit.socket.once('close', resolve))
    for (let n = 0; n < 150; n++) visit.send({ type: 'say', id: randomUUID(), at: Date.now(), text: 'spam' })
    expect(await closed).toBe(1008)
  })

  test('a clock that runs ahead, or was never set, is brought back', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    visit.send({ type: 'say', id: randomUUID(), at: Date.now() + 86_400_000, text: 'tomorrow' })
    visit.send({ type: 'say', id: randomUUID(), at: 0, text: 'long ago' })
    await visit.heard('kept', 2)
    const [ahead, behind] = visit.messages().map(message => message.at - Date.now())
    expect(ahead).toBeLessThanOrEqual(0)
    expect(ahead).toBeGreaterThan(-10_000)
    expect(behind).toBeGreaterThan(-7.1 * 86_400_000)
  })

  test.each([
    ['two hours slow', -7_200_000],
    ['a day fast', 86_400_000]
  ])('the clock of a page that is %s dates nothing', async (_, ahead) => {
    const inbox = await here.connect('webchat')
    const now = () => Date.now() + ahead
    const visit = await page(inbox, null, 0, { now: now() })
    visit.send({ type: 'say', id: randomUUID(), at: now(), text: 'now' })
    visit.send({ type: 'say', id: randomUUID(), at: now() - 3_600_000, text: 'an hour ago, in a tunnel' })
    await visit.heard('kept', 2)
    const ages = visit.messages().map(message => (Date.now() - message.at) / 60_000)
    expect(ages[0]).toBeCloseTo(0, 0)
    expect(ages[1]).toBeCloseTo(60, 0)
  })

  test('a frame before hello, or a second hello, ends the call', async () => {
    const inbox = await here.connect('webchat')
    const visit = await page(inbox)
    visit.send({ type: 'hello', token: null, have: 0 })
    expect(await visit.heard('bye')).toEqual({ type: 'bye', comeBackAfterMs: 0 })
  })
})
