import { setTimeout as pause } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { emulatorNews, type EmulatorNews, type Mood } from '../../shared/protocol/emulator.ts'
import { whatsapp } from '../../shared/platforms/whatsapp.ts'
import { openPast } from '../../sync-server/emulator/past.ts'
import { findTemplates } from '../../sync-server/platforms/whatsapp/templates.ts'
import { change, hook, signed, text, withoutNumber } from '../platforms/payloads.ts'

import { at, chat, here, inbox, meet, mood, origin, page, phone, post, say, says, state } from './opened.ts'
import { businessId, until } from './stage.ts'

describe('the whole loop', () => {
  test('a customer writes, an agent answers, the customer reads, and every tick is told', async () => {
    const ana = await chat('Ana')
    expect((await here.actors.state(inbox.tenant, 'contact', ana.contact)).name).toBe('Ana')
    await ana.reply('Hello Ana')
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    expect(await phone(ana.id)).toMatchObject({
      unread: 1,
      messages: [{ text: 'Hello?' }, { text: 'Hello Ana', from: 'business', ticks: 'delivered' }]
    })
    expect((await post(`/phones/whatsapp/${ana.id}/open`, {})).status).toBe(204)
    await until(async () => (await ana.deliveries())[0] === 'read')
    expect(await phone(ana.id)).toMatchObject({ unread: 0 })
  })

  test('an image is a message too', async () => {
    const ana = await chat('Ana')
    await says(ana.id, { kind: 'image', caption: 'my garden' })
    await until(async () => (await phone(ana.id)).messages[1]?.ticks === 'delivered')
    const facts = await here.log.streams.all(inbox.tenant, `conversation/${ana.conversation}`)
    expect(facts.at(-1)?.fact).toMatchObject({
      content: { kind: 'media', items: [{ media: 'image' }], caption: 'my garden' }
    })
  })

  test('webhooks that come twice and overtake each other change nothing', async () => {
    await mood({ duplicate: true, shuffle: true })
    const ana = await chat('Ana')
    for (const words of ['one', 'two', 'three']) await say(ana.id, words)
    await ana.reply('yes')
    await until(
      async () =>
        (await ana.deliveries())[0] === 'delivered' &&
        (await phone(ana.id)).messages.every(message => message.ticks !== 'waiting')
    )
    await mood({ duplicate: false, shuffle: false })
    const { received } = await here.actors.state(inbox.tenant, 'conversation', ana.conversation)
    expect(received).toBe(4)
  }, 180_000)
})

describe('the weather', () => {
  test('down: the reply waits, and goes when it is up again', async () => {
    const ana = await chat('Ana')
    await mood({ down: true })
    await ana.reply('are you there?')
    const send = async () => (await here.actors.state(inbox.tenant, 'conversation', ana.conversation)).sends[0]
    await until(async () => (await send())?.failure?.code === '2')
    expect((await send())?.delivery).toBe('waiting')
    await mood({ down: false })
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    expect((await phone(ana.id)).messages).toHaveLength(2)
  }, 180_000)

  test('an answer that is lost: nobody knows, until the receipt does', async () => {
    const ana = await chat('Ana')
    await mood({ answersLost: true, latencyMs: 150 })
    await ana.reply('did it arrive?')
    await until(async () => (await ana.deliveries())[0] === 'unknown')
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    await mood({ answersLost: false, latencyMs: 0 })
    expect((await phone(ana.id)).messages).toHaveLength(2)
  })

  test('a given error: the agent is told in words', async () => {
    const ana = await chat('Ana')
    await mood({ error: '131026' })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === 'failed')
    await mood({ error: null })
    const { sends } = await here.actors.state(inbox.tenant, 'conversation', ana.conversation)
    expect(sends[0]?.failure).toEqual({ code: '131026', reason: expect.stringContaining('cannot deliver') })
  })

  test('the phones are off: sent, and delivered when they are on', async () => {
    const ana = await chat('Ana')
    await mood({ phonesOff: true })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    await pause(50)
    expect(await ana.deliveries()).toEqual(['sent'])
    await mood({ phonesOff: false })
    await until(async () => (await ana.deliveries())[0] === 'delivered')
  })
})

describe('the Graph API', () => {
  const graph = async (body: unknown, token = 'demo-access-token', account = inbox.account) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const answer = await fetch(at(`/v23.0/${account}/messages`), {
      method: 'POST',
      headers,
      body: JSON.stringify(body)
    })
    const json = (await answer.json()) as { error?: { code: number; fbtrace_id: string }; messages?: { id: string }[] }
    return { status: answer.status, code: json.error?.code, json }
  }
  const letter = (to: string, more: object = { type: 'text', text: { body: 'hi' } }) => ({
    messaging_product: 'whatsapp',
    to,
    ...more
  })
  const order = (parameters: string[], name = 'order_ready') => ({
    type: 'template',
    template: {
      name,
      language: { code: 'en' },
      components: [{ type: 'body', parameters: parameters.map(text => ({ type: 'text', text })) }]
    }
  })

  test('answers a send as documented', async () => {
    const ana = await chat('Ana')
    const { status, json } = await graph(letter(`+${ana.id}`))
    expect([status, json]).toEqual([
      200,
      {
        messaging_product: 'whatsapp',
        contacts: [{ input: ana.id, wa_id: ana.id, user_id: `XX.${ana.id}` }],
        messages: [{ id: expect.stringMatching(/^wamid\./) }]
      }
    ])
  })

  test('refuses with the documented codes', async () => {
    const ana = await chat('Ana')
    const stranger = await meet('Nobody has written')
    expect(await graph(letter(ana.id), 'another-token')).toMatchObject({ status: 401, code: 190 })
    expect(await graph(letter(ana.id), undefined, '7')).toMatchObject({ status: 400, code: 100 })
    expect(await graph({ to: ana.id, type: 'text', text: { body: 'hi' } })).toMatchObject({ code: 100 })
    expect(await graph({ messaging_product: 'whatsapp', type: 'text', text: { body: 'hi' } })).toMatchObject({
      code: 131008
    })
    expect(await graph(letter(ana.id, { type: 'text', text: { body: 'x'.repeat(4097) } }))).toMatchObject({ code: 100 })
    expect(await graph(letter(ana.id, { type: 'text', text: {} }))).toMatchObject({ code: 131008 })
    expect(await graph(letter(ana.id, { type: 'sticker' }))).toMatchObject({ code: 131051 })
    expect(await graph(letter(stranger.id))).toMatchObject({ code: 131047 })
    expect(await graph(letter(stranger.id, order(['Ana', '17'], 'order_lost')))).toMatchObject({
      status: 404,
      code: 132001
    })
    expect(await graph(letter(stranger.id, order(['Ana'])))).toMatchObject({ status: 400, code: 132000 })
    expect((await phone(stranger.id)).messages).toEqual([])
  })

  test('a template reaches also who has not written, in full', async () => {
    const { id } = await meet('Nobody has written')
    expect((await graph(letter(id, order(['Ana', '17'])))).status).toBe(200)
    expect((await phone(id)).messages).toMatchObject([{ kind: 'template', text: 'Hi Ana, order 17 is ready.' }])
  })
})

describe('the page', () => {
  test('shows after a restart what the customers’ phones showed before', async () => {
    const ana = await chat('Ana')
    await ana.reply('Hello Ana')
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    const { sql, log, actors, people } = here
    const past = openPast(
      { sql, actors, streams: log.streams, follow: log.follow, handles: people },
      whatsapp,
      inbox.tenant,
      inbox.inbox
    )
    const recent = (await past.recent()).find(one => one.id === ana.id)
    const { name, messages } = await phone(ana.id)
    expect(recent?.name).toBe(name)
    expect(recent?.messages.map(message => [message.id, message.text, message.ticks])).toEqual(
      messages.map(message => [message.id, message.text, message.ticks])
    )
  })

  test('is told of everything as it happens', async () => {
    const leaving = new AbortController()
    const answer = await fetch(page('/events'), { signal: leaving.signal })
    const news: EmulatorNews[] = []
    const reading = (async () => {
      let rest = ''
      for await (const part of answer.body!.pipeThrough(new TextDecoderStream())) {
        const lines = `${rest}${part}`.split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines)
          if (line.startsWith('data: ')) news.push(v.parse(emulatorNews, JSON.parse(line.slice(6))))
      }
    })().catch(() => undefined)
    const { id } = await meet('Ana')
    await say(id, 'hi')
    await until(async () => news.some(one => one.type === 'phone' && one.phone.messages[0]?.ticks === 'delivered'))
    leaving.abort()
    await reading
    expect(news[0]?.type).toBe('state')
    expect(
      news.some(one => one.type === 'traffic' && one.traffic.way === 'webhook' && one.traffic.status === 200)
    ).toBe(true)
  })

  test('mistakes are answered with what is wrong, and change nothing', async () => {
    const mild = async () => (await state()).standIns.map(one => one.mood)
    const before: readonly Mood[] = await mild()
    expect((await mood({ latencyMs: -1 })).status).toBe(400)
    expect((await post('/phones', { platform: 'whatsapp', name: ' ' })).status).toBe(400)
    expect((await post('/phones', { platform: 'pigeons', name: 'Ana' })).status).toBe(404)
    expect((await mood({ error: '7' })).status).toBe(400)
    expect((await say('000', 'hi')).status).toBe(404)
    const form = await fetch(page('/mood/whatsapp'), {
      method: 'POST',
      body: '{"down":true}',
      headers: { 'content-type': 'text/plain' }
    })
    expect(form.status).toBe(415)
    expect(await mild()).toEqual(before)
  })

  test('a webhook that somebody else posted appears on its customer’s phone, and can be answered', async () => {
    const now = Math.floor(Date.now() / 1000)
    const from = '16505550199'
    const contacts = [{ profile: { name: 'Curl' }, wa_id: from }]
    await fetch(
      `${origin()}/hooks/whatsapp/${inbox.inbox}`,
      signed(hook(change({ contacts, messages: [text('curl', 'posted', now, from)] })))
    )
    const [hidden] = withoutNumber.messages
    const shy = { ...withoutNumber, messages: [{ ...hidden, timestamp: String(now) }] }
    await fetch(`${origin()}/hooks/whatsapp/${inbox.inbox}`, signed(hook(change(shy))))
    await until(async () => (await state()).phones.filter(one => ['Curl', 'Pablo'].includes(one.name)).length === 2)
    expect(await phone(from)).toMatchObject({ name: 'Curl', messages: [{ text: 'posted', ticks: 'delivered' }] })

    const [contact] = await here.people.find(inbox.tenant, [
      [{ platform: 'whatsapp', kind: 'user_id', value: hidden!.from_user_id }]
    ])
    const conversation = here.people.conversationOf(inbox.tenant, inbox.inbox, contact!)
    const content = { kind: 'text' as const, text: 'Yes, in red.' }
    await here.tell(inbox.tenant, {
      type: 'conversation.reply',
      id: randomUUID(),
      at: Date.now(),
      conversation,
      content,
      seen: null
    })
    await until(
      async () =>
        (await here.actors.state(inbox.tenant, 'conversation', conversation)).sends[0]?.delivery === 'delivered'
    )
    expect((await phone(hidden!.from_user_id)).messages.at(-1)).toMatchObject({
      text: 'Yes, in red.',
      ticks: 'delivered'
    })
  })
})

test('its templates are found as at Meta, of its account and with its token only', async () => {
  const find = (of: object) =>
    findTemplates({ ...inbox, business: businessId, ...of }, { baseUrl: at(''), signal: AbortSignal.timeout(30_000) })
  const template = { name: 'order_ready', language: 'en', category: 'utility', body: 'Hi {{1}}, order {{2}} is ready.' }
  expect(await find({})).toEqual({ result: 'found', templates: [template], others: [], leftOut: 0 })
  expect(await find({ business: '1' })).toMatchObject({ result: 'not-found' })
  expect(await find({ accessToken: 'forged' })).toMatchObject({ result: 'not-found' })
  const listed = async (query: string) =>
    (await (
      await fetch(at(`/v23.0/${businessId}/message_templates?${query}`), {
        headers: { authorization: `Bearer ${inbox.accessToken}` }
      })
    ).json()) as { data: unknown[]; paging: { next?: string } }
  expect(await listed('limit=1')).toMatchObject({ data: [{ status: 'APPROVED', category: 'UTILITY' }] })
  expect((await listed('after=1')).data).toEqual([])
})
