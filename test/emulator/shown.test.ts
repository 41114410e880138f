import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { at, chat, here, inbox, phone, say, until } from './opened.ts'

describe('what the business shows of itself', () => {
  const ask = async (body: object) =>
    fetch(at(`/v23.0/${inbox.account}/messages`), {
      method: 'POST',
      headers: { authorization: `Bearer ${inbox.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', status: 'read', ...body })
    })

  test('a message that was read has all before it read, and what the business sends ends its typing', async () => {
    const ana = await chat('Ana Reads')
    await say(ana.id, 'Still there?')
    await until(async () => (await phone(ana.id)).messages[1]?.ticks === 'delivered')
    const last = (await phone(ana.id)).messages[1]!.id
    expect((await ask({ message_id: last, typing_indicator: { type: 'text' } })).status).toBe(200)
    expect((await phone(ana.id)).messages.map(({ ticks }) => ticks)).toEqual(['read', 'read'])
    expect(await phone(ana.id)).toMatchObject({ typing: true })
    await ana.reply('I am')
    await until(async () => (await phone(ana.id)).messages.length === 3)
    expect(await phone(ana.id)).toMatchObject({ typing: false })
  })

  test('a message that nobody sent cannot be read', async () => {
    expect((await ask({ message_id: 'wamid.nothing' })).status).toBe(400)
  })
})

describe('a reaction', () => {
  test('stands on what the customer wrote, is told as sent, and goes again', async () => {
    const ana = await chat('Ana Likes')
    const of = (await phone(ana.id)).messages[0]!.id
    const put = async (emoji: string | null) => {
      const command = { id: randomUUID(), at: Date.now(), conversation: ana.conversation, of, emoji }
      expect((await here.tell(inbox.tenant, { type: 'conversation.put-reaction', ...command })).result).toBe('accepted')
      await until(async () => (await ana.deliveries())[0] === 'sent')
    }
    await put('👍')
    expect((await phone(ana.id)).messages).toMatchObject([{ id: of, reaction: '👍' }])
    await put(null)
    await until(async () => (await phone(ana.id)).messages[0]?.reaction === undefined)
    expect((await phone(ana.id)).messages).toHaveLength(1)
  })

  test.each([
    ['wamid.nothing', '👍', 131009],
    ['its own', 'two words', 131009],
    ['its own', 7, 131008]
  ])('on %s of %s is refused with %s', async (which, emoji, code) => {
    const ana = await chat('Ana Refuses')
    const message_id = which === 'its own' ? (await phone(ana.id)).messages[0]!.id : which
    const answer = await fetch(at(`/v23.0/${inbox.account}/messages`), {
      method: 'POST',
      headers: { authorization: `Bearer ${inbox.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: ana.id,
        type: 'reaction',
        reaction: { message_id, emoji }
      })
    })
    expect(await answer.json()).toMatchObject({ error: { code } })
  })
})
