import { describe, expect, test } from 'vitest'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { openPast } from '../../sync-server/emulator/past.ts'
import { mayAnswerThere } from '../../sync-server/emulator/telegram/account.ts'
import { telegram } from '../../sync-server/emulator/telegram/telegram.ts'
import { stage, until } from './stage.ts'

const on = stage('telegram')
const { ask, phone, say, says } = on
const method = (name: string, body: object) => ask(`/bot${on.inbox.accessToken}/${name}`, body)
const toAccount = (id: string, text: string) => says(id, { kind: 'text', text, account: true })
const last = async (id: string) => (await phone(id)).messages.at(-1)!

describe('an account of the shop’s own that the bot answers for', () => {
  test('both ways, beside the bot’s own chat with the same person', async () => {
    const ana = await on.chat('Ana Both')
    await ana.reply('By the bot')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    await toAccount(ana.id, 'Are you there yourself?')
    await until(async () => (await ana.received()).length === 2)
    await ana.reply('I am')
    await until(async () => (await ana.deliveries())[1] === 'sent')
    const [first, byBot, toOwner, byOwner] = (await phone(ana.id)).messages
    expect([first, byBot, toOwner, byOwner].map(one => [one?.from, one?.account ?? false])).toEqual([
      ['customer', false],
      ['business', false],
      ['customer', true],
      ['business', true]
    ])
    expect((await phone(ana.id)).windowClosesAt).toBe(toOwner!.at + 24 * 3_600_000)
    expect((await ana.sends())[1]?.platformId).toBe(byOwner?.id)
    // They write to the bot again: there they are answered.
    await say(ana.id, 'And by the bot?')
    await until(async () => (await ana.received()).length === 3)
    await ana.reply('Here as well')
    await until(async () => (await ana.deliveries())[2] === 'sent')
    expect((await last(ana.id)).account).toBeUndefined()
    expect((await phone(ana.id)).windowClosesAt).toBeNull()
  })

  test('whoever wrote to the account alone is answered there, with a file, in answer to a message', async () => {
    const { id } = await on.meet('Ben Account')
    await toAccount(id, 'Hello Olga')
    await until(async () => (await last(id)).ticks === 'delivered')
    const ben = await on.chatOf(id)
    const { id: of } = await last(id)
    await ben.replyWithFile('application/pdf', new Uint8Array([37, 80, 68, 70]), 'bill.pdf', 'The bill', of)
    await until(async () => (await ben.deliveries())[0] === 'sent')
    expect(await last(id)).toMatchObject({ kind: 'document', text: 'The bill', account: true, quote: 'Hello Olga' })
    // After a restart a paper is one still, and stands in the same chat.
    const { sql, actors, people, log } = on.here
    const parts = { sql, actors, streams: log.streams, follow: log.follow, handles: people }
    const past = await openPast(parts, strategyOf('telegram'), on.inbox.tenant, on.inbox.inbox).of(id)
    expect(past?.messages.map(telegram.recalled!)).toMatchObject([
      { text: 'Hello Olga', account: true },
      { kind: 'document', text: 'The bill', account: true }
    ])
    await ben.put(of, '👍')
    await until(async () => (await ben.sends()).some(({ failure }) => failure?.code === 'no-id'))
  })

  test('what they change and take back there is told', async () => {
    const { id } = await on.meet('Cem Account')
    await toAccount(id, 'Is it in stok?')
    await until(async () => (await last(id)).ticks === 'delivered')
    const cem = await on.chatOf(id)
    const { id: of } = await last(id)
    const change = (text: string | null) => on.post(`/phones/telegram/${id}/change`, { of, text })
    expect((await change('In stock?')).status).toBe(200)
    await until(async () => (await cem.facts()).some(({ type }) => type === 'conversation.message-edited'))
    expect((await change(null)).status).toBe(200)
    await until(async () => (await cem.facts()).some(({ type }) => type === 'conversation.message-unsent'))
    expect((await cem.facts()).slice(-2)).toMatchObject([{ message: of }, { message: of, by: { kind: 'system' } }])
  })

  test('its owner’s leave is told to the admins', async () => {
    const [news] = (await on.here.news.of(on.inbox.tenant)).get(on.inbox.inbox) ?? []
    expect(news).toMatchObject({ about: 'account', trouble: false, sentence: expect.stringContaining('has connected') })
  })

  test('a day after their last words there a bot may not answer in the account’s name any more', async () => {
    const { id } = await on.meet('Eva Account')
    await toAccount(id, 'Hello')
    await until(async () => (await last(id)).ticks === 'delivered')
    const eva = await phone(id)
    const { at } = await last(id)
    const day = 24 * 3_600_000
    expect([day - 1, day].map(later => mayAnswerThere(eva, at + later))).toEqual([true, false])
  })

  test('the Bot API refuses what it does not let a bot do', async () => {
    const ana = await on.chat('Ana Refused')
    const send = async (business_connection_id: string) =>
      (await method('sendMessage', { chat_id: Number(ana.id), text: 'hi', business_connection_id })).body
    expect(await send('nobody')).toMatchObject({ description: 'Bad Request: business connection not found' })
    expect(await send('OwnAccountOfTheShop_01')).toMatchObject({
      description: 'Bad Request: BUSINESS_PEER_USAGE_MISSING'
    })
    const { id } = await on.meet('Dan Account')
    await toAccount(id, 'Hello')
    await until(async () => (await last(id)).ticks === 'delivered')
    const toBot = await method('sendMessage', { chat_id: Number(id), text: 'hi' })
    expect(toBot.body).toMatchObject({ error_code: 403 })
  })
})
