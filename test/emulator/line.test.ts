// @module-tag long
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { fileIn, stage, until } from './stage.ts'

const on = stage('line')
const { at, ask, bytesOf, chat, mood, phone, say, says } = on
const reaching = () => ({ baseUrl: at(''), signal: AbortSignal.timeout(30_000) })
const push = (body: object, key?: string, token = on.inbox.accessToken) =>
  ask('/v2/bot/message/push', body, { authorization: `Bearer ${token}`, ...(key && { 'x-line-retry-key': key }) })

describe('both ways', () => {
  test('a customer follows and writes in one call, and an agent answers', async () => {
    const ana = await chat('Ana')
    const types = (await ana.facts()).map(({ type }) => type)
    expect(types).toContain('conversation.message-received')
    expect(JSON.stringify(await ana.facts())).toContain('followed')
    await ana.reply('Hello Ana')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    const answer = (await phone(ana.id)).messages[1]
    expect(answer).toMatchObject({ text: 'Hello Ana', from: 'business', ticks: 'sent' })
    expect((await ana.sends())[0]?.platformId).toBe(answer?.id)
  })

  test('photos and places come, and files go', async () => {
    const ana = await chat('Ana')
    await says(ana.id, { kind: 'image', caption: 'torn' })
    await says(ana.id, { kind: 'location' })
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    const received = await ana.received()
    expect(received).toMatchObject([
      { kind: 'text' },
      { kind: 'media', items: [{ media: 'image' }] },
      { kind: 'text', text: 'torn' },
      { kind: 'location', name: 'Brandenburg Gate' }
    ])
    const media = fileIn(received[1])
    expect(await bytesOf(media)).toEqual(pictureOf(media.id!))

    await ana.replyWithFile('image/png', new Uint8Array(pictureOf('1')), 'bill.png')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    const last = (await phone(ana.id)).messages.at(-1)
    expect(last).toMatchObject({ kind: 'image', file: { name: 'bill.png' } })
    expect(Buffer.from(await (await fetch(at(`/uploads/${last!.file!.id}`))).arrayBuffer())).toEqual(pictureOf('1'))
  })

  test('what is pressed comes back, once', async () => {
    const ana = await chat('Ana')
    await ana.replyWith({ kind: 'text', text: 'Which one?', choices: [{ title: 'Green' }, { title: 'Blue' }] })
    await until(async () => (await phone(ana.id)).messages.length === 2)
    const question = (await phone(ana.id)).messages[1]!
    await says(ana.id, { kind: 'choice', of: question.id, choice: question.choices![1]!.id, title: 'Blue' })
    await until(async () => (await ana.received()).length === 2)
    expect((await ana.received())[1]).toMatchObject({ kind: 'choice', title: 'Blue' })
    await until(async () => (await phone(ana.id)).messages.at(-1)?.ticks === 'delivered')
    expect((await phone(ana.id)).messages).toHaveLength(3)
  })

  test('the account is seen reading and writing', async () => {
    const ana = await chat('Ana')
    const handles = [{ platform: 'line', kind: 'user_id', value: ana.id }]
    const hook = (await on.state()).traffic.findLast(({ way }) => way === 'webhook')
    const { events } = hook!.request as { events: { message?: { markAsReadToken: string } }[] }
    const readToken = events.at(-1)?.message?.markAsReadToken
    const show = platformOf('line')!.show!
    for (const kind of ['read', 'typing'] as const) {
      const shown = await show({ kind, message: 'it', readToken, handles }, on.inbox, reaching())
      expect(shown.result).toBe('shown')
    }
    expect(await phone(ana.id)).toMatchObject({ typing: true, messages: [{ ticks: 'read' }] })
    const forged = await show({ kind: 'read', message: 'it', readToken: 'forged', handles }, on.inbox, reaching())
    expect(forged.result).toBe('refused')
  })

  test('events that come twice and overtake each other change nothing, and say that they are told again', async () => {
    await mood({ duplicate: true, shuffle: true })
    const ana = await chat('Ana')
    for (const words of ['one', 'two', 'three']) await say(ana.id, words)
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    await mood({ duplicate: false, shuffle: false })
    expect(await ana.received()).toHaveLength(4)
    const twice = (await on.state()).traffic.findLast(({ title }) => title.endsWith('once more'))
    expect(twice?.request).toMatchObject({ events: [{ deliveryContext: { isRedelivery: true } }] })
  }, 180_000)
})

describe('the weather', () => {
  test.each([
    ['400/unknown', 'failed', '400'],
    ['429', 'waiting', '429']
  ])('%s: the reply is %s', async (error, delivery, code) => {
    const ana = await chat('Ana')
    await mood({ error })
    await ana.reply('hi')
    await until(async () => (await ana.sends())[0]?.failure?.code === code)
    expect((await ana.deliveries())[0]).toBe(delivery)
    await mood({ error: null })
  })

  test.each(['401', '429/month'])('%s: the inbox stops', async error => {
    const ana = await chat('Ana')
    await mood({ error })
    await ana.reply('hi')
    const inbox = () => on.here.actors.state(on.inbox.tenant, 'inbox', on.inbox.inbox)
    await until(async () => (await inbox()).stopped !== null)
    await mood({ error: null })
    const resume = { id: randomUUID(), at: 0, inbox: on.inbox.inbox }
    await on.here.tell(on.inbox.tenant, { type: 'inbox.resume-sending', ...resume })
    await until(async () => (await ana.deliveries())[0] === 'sent')
  })

  test.each([{ down: true }, { answersLost: true }])(
    '%o: it is asked again under the same key, and sent once',
    async change => {
      const ana = await chat('Ana')
      await mood(change)
      await ana.reply('did it arrive?')
      const asked = async () =>
        (await on.state()).traffic.filter(
          ({ title, request }) => title === 'push' && JSON.stringify(request).includes(ana.id)
        )
      await until(async () => (await asked()).length > 0 && (await asked())[0]?.tookMs !== null)
      await mood({ down: false, answersLost: false })
      await until(async () => (await ana.deliveries())[0] === 'sent')
      expect((await phone(ana.id)).messages).toHaveLength(2)
      expect((await asked()).at(-1)?.status).toBe('down' in change ? 200 : 409)
    },
    180_000
  )
})

describe('the API', () => {
  test('refuses in its own words and units', async () => {
    const ana = await chat('Ana')
    const stranger = await on.meet('Nobody has written')
    const text = (words: string) => ({ to: ana.id, messages: [{ type: 'text', text: words }] })
    expect((await push(text('hi'), undefined, 'forged')).status).toBe(401)
    expect((await push({ ...text('hi'), to: stranger.id })).body).toEqual({ message: 'Failed to send messages' })
    expect((await push(text(' '))).body).toMatchObject({ details: [{ property: 'messages[0].text' }] })
    expect((await push(text(`${'🎁'.repeat(2500)}x`))).status).toBe(400)
    const image = {
      type: 'image',
      originalContentUrl: 'http://a.example/a.png',
      previewImageUrl: 'https://a.example/a'
    }
    expect((await push({ to: ana.id, messages: [image] })).body).toMatchObject({
      details: [{ property: 'messages[0].originalContentUrl' }]
    })
    expect((await push({ to: ana.id, messages: Array.from({ length: 6 }, () => text('x').messages[0]) })).status).toBe(
      400
    )
    expect((await push(text('🎁'.repeat(2500)))).status).toBe(200)
    expect((await push(text('hi'), 'no uuid')).status).toBe(400)
  })

  test('takes a message once under a key, and answers the second time with the first', async () => {
    const ana = await chat('Ana')
    const key = randomUUID()
    const body = { to: ana.id, messages: [{ type: 'text', text: 'once' }] }
    const [first, second] = [await push(body, key), await push(body, key)]
    expect([first.status, second.status]).toEqual([200, 409])
    expect(first.body['sentMessages']).toEqual([{ id: expect.any(String), quoteToken: expect.any(String) }])
    expect(second.body['sentMessages']).toEqual(first.body['sentMessages'])
    expect(second.headers.get('x-line-accepted-request-id')).toBe(first.headers.get('x-line-request-id'))
    expect((await phone(ana.id)).messages).toHaveLength(2)
  })

  test('says who the bot is to whoever has the token', async () => {
    const knock = (accessToken: string) => platformOf('line')!.knock!({ ...on.inbox, accessToken }, reaching())
    expect(await knock(on.inbox.accessToken)).toEqual({ result: 'open', account: on.inbox.account })
    expect((await knock('forged')).result).toBe('shut')
    const headers = { authorization: `Bearer ${on.inbox.accessToken}` }
    const info = await (await fetch(at('/v2/bot/info'), { headers })).json()
    expect(info).toMatchObject({ chatMode: 'chat', markAsReadMode: 'manual' })
  })
})
