import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { at, chat, here, inbox, phone, say, says } from './opened.ts'
import { until } from './stage.ts'

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

  test('of the customer on what the business wrote is told, and taken back', async () => {
    const ana = await chat('Ana Reacts')
    await ana.reply('Thank you')
    await until(async () => (await phone(ana.id)).messages.length === 2)
    const of = (await phone(ana.id)).messages[1]!.id
    const reacted = async () =>
      (await ana.facts()).flatMap(fact => (fact.type === 'conversation.reacted' ? [fact.emojis] : []))
    expect((await says(ana.id, { kind: 'reaction', of, emoji: '🔥' })).status).toBe(201)
    await until(async () => (await reacted()).length === 1)
    await says(ana.id, { kind: 'reaction', of, emoji: '' })
    await until(async () => (await reacted()).length === 2)
    expect(await reacted()).toEqual([['🔥'], []])
    expect((await phone(ana.id)).messages[1]?.reaction).toBeUndefined()
    expect((await says(ana.id, { kind: 'reaction', of: 'wamid.nothing', emoji: '🔥' })).status).toBe(400)
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

describe('choices', () => {
  const interactive = (buttons: readonly string[], text = 'Which one?') => ({
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text },
      action: { buttons: buttons.map((title, n) => ({ type: 'reply', reply: { id: `choice:${n + 1}`, title } })) }
    }
  })
  const ask = async (to: string, body: object) => {
    const answer = await fetch(at(`/v23.0/${inbox.account}/messages`), {
      method: 'POST',
      headers: { authorization: `Bearer ${inbox.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to, ...body })
    })
    return (await answer.json()) as unknown
  }

  test('stand under the words, and what is pressed comes back as what the customer chose', async () => {
    const ana = await chat('Ana Chooses')
    const content = { kind: 'text' as const, text: 'Which one?', choices: [{ title: 'Green' }, { title: 'Blue' }] }
    const command = { id: randomUUID(), at: Date.now(), conversation: ana.conversation, content, seen: null }
    expect((await here.tell(inbox.tenant, { type: 'conversation.reply', ...command })).result).toBe('accepted')
    await until(async () => (await phone(ana.id)).messages.length === 2)
    const question = (await phone(ana.id)).messages[1]!
    expect(question).toMatchObject({
      text: 'Which one?',
      choices: [{ title: 'Green' }, { id: 'choice:2', title: 'Blue' }]
    })
    await says(ana.id, { kind: 'choice', of: question.id, choice: 'choice:2', title: 'Blue' })
    await until(async () =>
      (await here.facts(inbox.tenant)).some(
        fact =>
          fact.type === 'conversation.message-received' &&
          fact.content.kind === 'choice' &&
          fact.content.title === 'Blue' &&
          fact.content.payload === 'choice:2' &&
          fact.content.replyTo?.message === question.id
      )
    )
  })

  test.each([
    ['four buttons', interactive(['1', '2', '3', '4'])],
    ['a title of 21 characters', interactive(['x'.repeat(21)])],
    ['two titles alike', interactive(['Yes', 'Yes'])],
    ['words of 1025 characters', interactive(['Yes'], 'w'.repeat(1025))],
    ['none at all', interactive([])]
  ])('with %s are refused', async (_what, body) => {
    const ana = await chat('Ana Cannot Choose')
    expect(await ask(ana.id, body)).toMatchObject({ error: { code: 131009 } })
  })
})
