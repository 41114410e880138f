import { describe, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { fileIn, stage, until } from './stage.ts'

const on = stage('telegram')
const { at, ask, bytesOf, chat, mood, phone, say, says } = on
const method = (name: string, body: object, token = on.inbox.accessToken) => ask(`/bot${token}/${name}`, body)

describe('both ways', () => {
  test('a customer writes, an agent answers, and nobody tells what became of it', async () => {
    const ana = await chat('Ana Lima')
    expect((await on.here.actors.state(on.inbox.tenant, 'contact', ana.contact)).name).toBe('Ana Lima')
    await ana.reply('Hello Ana')
    await until(async () => (await phone(ana.id)).messages.length === 2)
    await until(async () => (await ana.deliveries())[0] === 'sent')
    const [first, answer] = (await phone(ana.id)).messages
    expect(answer).toMatchObject({ text: 'Hello Ana', from: 'business', ticks: 'sent' })
    // What Daybook calls them is what the phone calls them: nothing of it is shown twice after a restart.
    expect((await ana.sends())[0]?.platformId).toBe(answer?.id)
    expect(await ana.facts()).toContainEqual(
      expect.objectContaining({ type: 'conversation.message-received', message: first?.id })
    )
    await on.look(ana.id)
    expect(await phone(ana.id)).toMatchObject({ unread: 0, windowClosesAt: null })
  })

  test('photos and places come, and files go', async () => {
    const ana = await chat('Ana Sends')
    await says(ana.id, { kind: 'image', caption: 'torn' })
    await says(ana.id, { kind: 'location' })
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    const contents = await ana.received()
    expect(contents).toMatchObject([
      { kind: 'text' },
      { kind: 'media', caption: 'torn', items: [{ media: 'image', width: 640 }] },
      { kind: 'location', name: 'Brandenburg Gate' }
    ])
    const media = fileIn(contents[1])
    expect(await bytesOf(media)).toEqual(pictureOf(`${media.id}.png`))

    await ana.replyWithFile('image/png', new Uint8Array(pictureOf('1')), 'bill.png', 'your bill')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    const last = (await phone(ana.id)).messages.at(-1)
    expect(last).toMatchObject({ kind: 'image', text: 'your bill', file: { name: 'bill.png', mime: 'image/png' } })
    const there = await fetch(at(`/uploads/${last!.file!.id}`))
    expect(Buffer.from(await there.arrayBuffer())).toEqual(pictureOf('1'))
  })

  test('what is pressed comes back as what the customer chose', async () => {
    const ana = await chat('Ana Chooses')
    await ana.replyWith({ kind: 'text', text: 'Which one?', choices: [{ title: 'Green' }, { title: 'Blue' }] })
    await until(async () => (await phone(ana.id)).messages.length === 2)
    const question = (await phone(ana.id)).messages[1]!
    expect(question.choices).toMatchObject([{ title: 'Green' }, { title: 'Blue' }])
    const [, blue] = question.choices!
    await says(ana.id, { kind: 'choice', of: question.id, choice: blue!.id, title: blue!.title })
    await until(async () => (await ana.received()).length === 2)
    expect((await ana.received())[1]).toMatchObject({
      kind: 'choice',
      title: 'Blue',
      replyTo: { message: question.id }
    })
    // The next message is counted on, whatever a press is called.
    await ana.reply('Blue it is')
    await until(async () => (await ana.deliveries())[1] === 'sent')
  })

  test('reactions go both ways, and a bot is seen writing', async () => {
    const ana = await chat('Ana Likes')
    const [said] = (await phone(ana.id)).messages
    await ana.put(said!.id, '👍')
    await until(async () => (await phone(ana.id)).messages[0]?.reaction === '👍')
    await ana.reply('Thank you')
    await until(async () => (await ana.deliveries())[1] === 'sent')
    const answer = (await phone(ana.id)).messages.at(-1)!
    await says(ana.id, { kind: 'reaction', of: answer.id, emoji: '🔥' })
    await until(async () => (await ana.facts()).some(({ type }) => type === 'conversation.reacted'))
    expect((await phone(ana.id)).messages.at(-1)).toMatchObject({ reaction: '🔥' })
    const shown = await platformOf('telegram')!.show!(
      {
        kind: 'typing',
        message: said!.id,
        readToken: undefined,
        handles: [{ platform: 'telegram', kind: 'user_id', value: ana.id }]
      },
      on.inbox,
      { baseUrl: at(''), signal: AbortSignal.timeout(30_000) }
    )
    expect([shown.result, (await phone(ana.id)).typing]).toEqual(['shown', true])
  })

  test('updates that come twice and overtake each other change nothing', async () => {
    await mood({ duplicate: true, shuffle: true })
    const ana = await chat('Ana Twice')
    for (const words of ['one', 'two', 'three']) await say(ana.id, words)
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    await mood({ duplicate: false, shuffle: false })
    const received = async () =>
      (await on.here.actors.state(on.inbox.tenant, 'conversation', ana.conversation)).received
    await until(async () => (await received()) === 4)
    expect(await received()).toBe(4)
  }, 180_000)
})

describe('the weather', () => {
  test.each([
    ['403/blocked', 'failed', '403'],
    ['400/chat', 'failed', '400'],
    ['429', 'waiting', '429']
  ])('%s: the reply is %s', async (error, delivery, code) => {
    const ana = await chat(`Ana ${error}`)
    await mood({ error })
    await ana.reply('hi')
    await until(async () => (await ana.sends())[0]?.failure?.code === code)
    expect((await ana.deliveries())[0]).toBe(delivery)
    await mood({ error: null })
    if (delivery === 'waiting') await until(async () => (await ana.deliveries())[0] === 'sent')
    expect((await phone(ana.id)).messages).toHaveLength(delivery === 'waiting' ? 2 : 1)
  })

  test('401: the inbox stops', async () => {
    const ana = await chat('Ana Stops')
    await mood({ error: '401' })
    await ana.reply('hi')
    const inbox = () => on.here.actors.state(on.inbox.tenant, 'inbox', on.inbox.inbox)
    await until(async () => (await inbox()).stopped !== null)
    await mood({ error: null })
    const resume = { id: 'resume', at: 0, inbox: on.inbox.inbox }
    await on.here.tell(on.inbox.tenant, { type: 'inbox.resume-sending', ...resume })
    await until(async () => (await ana.deliveries())[0] === 'sent')
  })

  test.each([{ down: true }, { answersLost: true }])('%o: nobody knows', async change => {
    const ana = await chat('Ana Wonders')
    await mood(change)
    await ana.reply('did it arrive?')
    await until(async () => (await ana.deliveries())[0] === 'unknown')
    await mood({ down: false, answersLost: false })
    expect((await phone(ana.id)).messages).toHaveLength('down' in change ? 1 : 2)
  })
})

describe('the Bot API', () => {
  test('lets in whoever has the token, and nobody else', async () => {
    const knock = (accessToken: string) =>
      platformOf('telegram')!.knock!(
        { ...on.inbox, accessToken },
        { baseUrl: at(''), signal: AbortSignal.timeout(30_000) }
      )
    expect(await knock(on.inbox.accessToken)).toEqual({ result: 'open' })
    expect(await knock('forged')).toMatchObject({ result: 'shut' })
    expect(await method('sendMessage', {}, 'forged')).toMatchObject({
      status: 401,
      body: { ok: false, error_code: 401 }
    })
  })

  test('says twice how long to wait', async () => {
    const ana = await chat('Ana Waits')
    await mood({ error: '429' })
    const refused = await method('sendMessage', { chat_id: Number(ana.id), text: 'hi' })
    await mood({ error: null })
    expect(refused).toMatchObject({ status: 429, body: { parameters: { retry_after: 2 } } })
    expect(refused.headers.get('retry-after')).toBe('2')
  })

  test('takes a webhook, and takes it away', async () => {
    const set = async (url: string) => (await method('setWebhook', { url })).body
    expect(await set('https://inbox.example.com/hooks')).toMatchObject({ result: true, description: 'Webhook was set' })
    expect(await set('')).toMatchObject({ ok: true, result: true })
  })

  test('refuses in its own words', async () => {
    const ana = await chat('Ana Refuses')
    const stranger = await on.meet('Nobody has written')
    const send = async (body: object) => (await method('sendMessage', { chat_id: Number(ana.id), ...body })).body
    expect(await send({ chat_id: 1, text: 'hi' })).toMatchObject({ description: 'Bad Request: chat not found' })
    expect(await send({ chat_id: stranger.id, text: 'hi' })).toMatchObject({
      description: 'Bad Request: chat not found'
    })
    expect(await send({ text: ' ' })).toMatchObject({ description: 'Bad Request: message text is empty' })
    expect(await send({ text: '🎁'.repeat(4097) })).toMatchObject({ description: 'Bad Request: message is too long' })
    expect(await send({ text: '🎁'.repeat(4096) })).toMatchObject({ ok: true })
    expect(await send({ text: 'x', reply_markup: { inline_keyboard: [[{ text: 'y' }]] } })).toMatchObject({
      description: "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    })
    const act = async (action: string) => (await method('sendChatAction', { chat_id: Number(ana.id), action })).status
    expect([await act('upload_photo'), await act('dance')]).toEqual([200, 400])
    expect((await method('flyAway', {})).body).toMatchObject({ error_code: 404 })
    const react = (message_id: number, emoji: string) =>
      method('setMessageReaction', { chat_id: Number(ana.id), message_id, reaction: [{ type: 'emoji', emoji }] })
    expect((await react(999, '👍')).body).toMatchObject({ description: 'Bad Request: message to react not found' })
    expect((await react(1, 'two words')).body).toMatchObject({ description: 'Bad Request: REACTION_INVALID' })
    expect((await phone(ana.id)).messages).toHaveLength(2)
  })
})
