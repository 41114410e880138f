// @module-tag long
import { describe, expect, test } from 'vitest'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { openPast } from '../../sync-server/emulator/past.ts'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { stage, until } from './stage.ts'

const played = ['whatsapp', 'telegram', 'messenger', 'instagram', 'line', 'email'] as const
type Stage = ReturnType<typeof stage>

/** A customer who has written twice, as the log and as the phone has it. */
async function talk(on: Stage) {
  const ana = await on.chat('Ana Asks')
  await on.say(ana.id, 'And the red one?')
  await until(async () => (await ana.received()).length === 2)
  const said = (await ana.facts()).flatMap(fact =>
    fact.type === 'conversation.message-received' ? [fact.message] : []
  )
  const naming = async (text: string, message: string) => {
    const id = await ana.replyWith({ kind: 'text', text, replyTo: { message } })
    await until(async () => (await ana.sends()).some(send => send.message === id && send.platformId !== null))
    return id
  }
  return { ...ana, said, naming, onPhone: async () => (await on.phone(ana.id)).messages }
}

test('every vendor by whose strategy replies can name a message is played here', () => {
  // Nobody plays a vendor of the web chat: it is ours.
  const said = strategies.filter(({ quotes }) => quotes).map(one => one.platform)
  expect(said.toSorted()).toEqual([...played, 'webchat'].toSorted())
})

type Talk = Awaited<ReturnType<typeof talk>>

async function telegramRefuses(on: Stage, ana: Talk) {
  const ask = (reply_parameters: unknown) =>
    on.ask(`/bot${on.inbox.accessToken}/sendMessage`, { chat_id: ana.id, text: 'x', reply_parameters })
  const description = 'Bad Request: message to be replied not found'
  expect((await ask({ message_id: 999 })).body).toMatchObject({ description })
  expect((await ask({ message_id: 999, allow_sending_without_reply: true })).status).toBe(200)
  expect((await ask('no JSON')).status).toBe(400)
  const message_id = Number(ana.said[0]!.split(':').at(-1))
  expect((await ask(JSON.stringify({ message_id }))).body).toMatchObject({
    result: { reply_to_message: { message_id, from: { is_bot: false } } }
  })
  return [undefined, 'Hello?']
}

async function lineRefuses(on: Stage, ana: Talk) {
  const other = await talk(on)
  const push = (to: string, quoteToken: unknown) =>
    on.ask(
      '/v2/bot/message/push',
      { to, messages: [{ type: 'text', text: 'x', quoteToken }] },
      { authorization: `Bearer ${on.inbox.accessToken}` }
    )
  const [token] = (await ana.received()).map(content => ('quoteToken' in content ? content.quoteToken : undefined))
  expect(token).toMatch(/^[\w-]{40,}$/)
  const details = [{ property: 'messages[0].quoteToken' }]
  expect((await push(ana.id, 'forged')).body).toMatchObject({ details })
  // Of another chat.
  expect((await push(other.id, token)).body).toMatchObject({ details })
  expect((await push(ana.id, 7)).status).toBe(400)
  expect((await push(ana.id, token)).status).toBe(200)
  return ['Hello?']
}

async function metaRefuses(on: Stage, ana: Talk) {
  const body = { recipient: { id: ana.id }, messaging_type: 'RESPONSE', message: { text: 'x' } }
  const headers = { authorization: `Bearer ${on.inbox.accessToken}` }
  const send = (mid: string) => on.ask('/v23.0/me/messages', { ...body, reply_to: { mid } }, headers)
  expect((await send('m_nobody')).body).toMatchObject({ error: { code: 100 } })
  expect((await send(ana.said[0]!)).status).toBe(200)
  return ['Hello?']
}

/** No bubble is drawn of what is not there, nor above a template; a reaction may have none. */
async function whatsappDraws(on: Stage, ana: Talk) {
  const post = (message_id: string, said: object) =>
    on.ask(
      `/v23.0/${on.inbox.account}/messages`,
      { messaging_product: 'whatsapp', to: ana.id, context: { message_id }, ...said },
      { authorization: `Bearer ${on.inbox.accessToken}` }
    )
  const text = { type: 'text', text: { body: 'x' } }
  const components = [{ type: 'body', parameters: ['Ana', '7'].map(word => ({ type: 'text', text: word })) }]
  const template = { type: 'template', template: { name: 'order_ready', language: { code: 'en' }, components } }
  const reaction = { type: 'reaction', reaction: { message_id: ana.said[0], emoji: '👍' } }
  expect((await post('wamid.nobody', text)).status).toBe(200)
  expect((await post(ana.said[0]!, template)).status).toBe(200)
  expect((await post(ana.said[0]!, text)).status).toBe(200)
  expect((await post(ana.said[0]!, reaction)).body).toMatchObject({ error: { code: 100 } })
  return [undefined, undefined, 'Hello?']
}

/** An e-mail always says what it answers. */
async function mailGoesWithoutSaying(_on: Stage, ana: Talk) {
  await ana.naming('Of course', ana.said[1]!)
  return [undefined]
}

/** What else the vendors say; answered: what stands above what came of it. */
const judged = {
  whatsapp: whatsappDraws,
  telegram: telegramRefuses,
  messenger: metaRefuses,
  instagram: metaRefuses,
  line: lineRefuses,
  email: mailGoesWithoutSaying
}

describe.each(played)('what a reply on %s names', platform => {
  const on = stage(platform)

  test('stands above it on the phone, theirs as well as ours, and after a restart', async () => {
    const ana = await talk(on)
    const first = await ana.naming('It is in stock', ana.said[0]!)
    await ana.naming('As I said', first)
    await ana.reply('Good bye')
    await until(async () => (await ana.onPhone()).length === 5)
    const quotes = (await ana.onPhone()).map(({ text, quote }) => [text, quote])
    const expected = [
      ['Hello?', undefined],
      ['And the red one?', undefined],
      ['It is in stock', 'Hello?'],
      ['As I said', 'It is in stock'],
      ['Good bye', undefined]
    ]
    expect(quotes).toEqual(expected)
    const { sql, actors, log, people } = on.here
    const parts = { sql, actors, streams: log.streams, follow: log.follow, handles: people }
    await until(async () => (await ana.sends()).every(({ platformId }) => platformId !== null))
    const past = await openPast(parts, strategyOf(platform), on.inbox.tenant, on.inbox.inbox).of(ana.id)
    expect(past?.messages.map(({ text, quote }) => [text, quote])).toEqual(expected)
  })

  test('goes with a file where it can, and what nobody knows goes without', async () => {
    const ana = await talk(on)
    const bytes = new Uint8Array(pictureOf('1'))
    await ana.replyWithFile('image/png', bytes, 'bill.png', undefined, ana.said[0])
    await until(async () => (await ana.sends()).some(({ platformId }) => platformId !== null))
    await ana.naming('In vain', 'nobody-knows-it')
    await until(async () => (await ana.onPhone()).length === 4)
    const [, , file, vain] = await ana.onPhone()
    expect(file).toMatchObject({ kind: 'image', from: 'business' })
    expect(file?.quote).toBe(platform === 'line' ? undefined : 'Hello?')
    expect([vain?.text, vain?.quote]).toEqual(['In vain', undefined])
  })

  test('is judged as the vendor does', async () => {
    const ana = await talk(on)
    const quotes = await judged[platform](on, ana)
    await until(async () => (await ana.onPhone()).length === 2 + quotes.length)
    expect((await ana.onPhone()).slice(2).map(({ quote }) => quote)).toEqual(quotes)
  })
})
