// @module-tag long
import { describe, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { fb, ig } from '../platforms/meta-events.ts'
import { signed } from '../platforms/payloads.ts'
import { fileIn, stage, until } from './stage.ts'

describe.each(['messenger', 'instagram'] as const)('%s', platform => {
  const on = stage(platform)
  const { at, ask, bytesOf, chat, mood, phone, say, says } = on
  const isMessenger = platform === 'messenger'
  const node = () => (isMessenger ? on.inbox.account : 'me')
  const send = (body: object, token = on.inbox.accessToken, to = node()) =>
    ask(`/v23.0/${to}/messages`, body, { authorization: `Bearer ${token}` })

  test('a customer writes, an agent answers, the customer reads, and what the platform tells is told', async () => {
    const ana = await chat('Ana')
    await ana.reply('Hello Ana')
    await until(async () => (await ana.deliveries())[0] === (isMessenger ? 'delivered' : 'sent'))
    const answer = (await phone(ana.id)).messages[1]
    expect(answer).toMatchObject({ text: 'Hello Ana', from: 'business' })
    expect((await ana.sends())[0]?.platformId).toBe(answer?.id)
    await on.look(ana.id)
    await until(async () => (await ana.deliveries())[0] === 'read')
    expect(await phone(ana.id)).toMatchObject({ unread: 0, windowClosesAt: expect.any(Number) })
    // Its echo is no message of somebody else.
    expect((await ana.facts()).filter(({ type }) => type === 'conversation.replied')).toHaveLength(1)
  })

  test('a photo comes with its words in one call, and files go', async () => {
    const ana = await chat('Ana')
    await says(ana.id, { kind: 'image', caption: 'torn' })
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    expect(await ana.received()).toMatchObject([
      { kind: 'text' },
      { kind: 'media', items: [{ media: 'image' }] },
      { kind: 'text', text: 'torn' }
    ])
    const [, photo] = await ana.received()
    const media = fileIn(photo)
    expect(await bytesOf(media)).toEqual(pictureOf(media.url!.split('/').at(-1)!))
    expect((await says(ana.id, { kind: 'location' })).status).toBe(400)

    await ana.replyWithFile('image/png', new Uint8Array(pictureOf('1')), 'bill.png')
    await until(async () => (await ana.sends())[0]?.platformId !== null)
    const last = (await phone(ana.id)).messages.at(-1)
    expect(last).toMatchObject({ kind: 'image', file: { name: 'bill.png', mime: 'image/png' } })
    expect(Buffer.from(await (await fetch(at(`/uploads/${last!.file!.id}`))).arrayBuffer())).toEqual(pictureOf('1'))
  })

  test('what is pressed comes back as what the customer chose', async () => {
    const ana = await chat('Ana')
    await ana.replyWith({ kind: 'text', text: 'Which one?', choices: [{ title: 'Green' }, { title: 'Blue' }] })
    await until(async () => (await phone(ana.id)).messages.length === 2)
    const question = (await phone(ana.id)).messages[1]!
    const [, blue] = question.choices!
    await says(ana.id, { kind: 'choice', of: question.id, choice: blue!.id, title: blue!.title })
    await until(async () => (await ana.received()).length === 2)
    expect((await ana.received())[1]).toMatchObject({ kind: 'choice', title: 'Blue', payload: 'choice:2' })
  })

  test('reactions go both ways, and the business is seen reading and writing', async () => {
    const ana = await chat('Ana')
    const [said] = (await phone(ana.id)).messages
    await ana.put(said!.id, '❤️')
    await until(async () => (await phone(ana.id)).messages[0]?.reaction === '❤️')
    await ana.put(said!.id, null)
    await until(async () => (await phone(ana.id)).messages[0]?.reaction === undefined)
    await ana.reply('Thank you')
    await until(async () => (await phone(ana.id)).messages.length === 2)
    await says(ana.id, { kind: 'reaction', of: (await phone(ana.id)).messages[1]!.id, emoji: '🔥' })
    await until(async () => (await ana.facts()).some(({ type }) => type === 'conversation.reacted'))
    await says(ana.id, { kind: 'reaction', of: (await phone(ana.id)).messages[1]!.id, emoji: '❤️' })
    const names = async () => {
      const told = (await on.state()).traffic.filter(({ title }) => title.startsWith('reaction'))
      return told.map(({ request }) => /"reaction":"(\w+)"/.exec(JSON.stringify(request))?.[1])
    }
    await until(async () => (await names()).at(-1) === 'love')
    expect((await names()).slice(-2)).toEqual(['other', 'love'])
    const handles = [{ platform, kind: isMessenger ? 'psid' : 'igsid', value: ana.id }]
    const courtesy = { message: said!.id, readToken: undefined, handles }
    for (const kind of ['read', 'typing'] as const) {
      const reaching = { baseUrl: at(''), signal: AbortSignal.timeout(30_000) }
      const shown = await platformOf(platform)!.show!({ ...courtesy, kind }, on.inbox, reaching)
      expect(shown.result).toBe('shown')
    }
    expect(await phone(ana.id)).toMatchObject({ typing: true, messages: [{ ticks: 'read' }, {}] })
  })

  test('events that come twice and overtake each other change nothing', async () => {
    await mood({ duplicate: true, shuffle: true })
    const ana = await chat('Ana')
    for (const words of ['one', 'two', 'three']) await say(ana.id, words)
    await ana.reply('yes')
    await until(async () =>
      (await phone(ana.id)).messages.every(({ from, ticks }) => from !== 'customer' || ticks === 'delivered')
    )
    await until(async () => (await ana.sends())[0]?.platformId !== null)
    await mood({ duplicate: false, shuffle: false })
    expect(await ana.received()).toHaveLength(4)
    expect((await ana.facts()).filter(({ type }) => type === 'conversation.replied')).toHaveLength(1)
  }, 180_000)

  test.each([
    [isMessenger ? '10/2018278' : '10/2534022', 'failed', 'outside-reply-window'],
    ['551', 'failed', '551'],
    ['613', 'waiting', '613']
  ])('%s: the reply is %s', async (error, delivery, code) => {
    const ana = await chat('Ana')
    await mood({ error })
    await ana.reply('hi')
    await until(async () => (await ana.sends())[0]?.failure?.code === code)
    expect((await ana.deliveries())[0]).toBe(delivery)
    await mood({ error: null })
  })

  test('190: the inbox stops', async () => {
    const ana = await chat('Ana')
    await mood({ error: '190' })
    await ana.reply('hi')
    const inbox = () => on.here.actors.state(on.inbox.tenant, 'inbox', on.inbox.inbox)
    await until(async () => (await inbox()).stopped !== null)
    await mood({ error: null })
    await on.here.tell(on.inbox.tenant, { type: 'inbox.resume-sending', id: 'resume', at: 0, inbox: on.inbox.inbox })
    await until(async () => (await ana.sends())[0]?.platformId !== null)
  })

  test('down: the reply waits; an answer that is lost is found by its echo', async () => {
    const ana = await chat('Ana')
    await mood({ down: true })
    await ana.reply('are you there?')
    await until(async () => (await ana.sends())[0]?.failure?.code === '2')
    expect((await ana.deliveries())[0]).toBe('waiting')
    await mood({ down: false, answersLost: true })
    await until(async () => (await ana.sends())[0]?.platformId !== null)
    await mood({ answersLost: false })
    expect((await phone(ana.id)).messages).toHaveLength(2)
    expect((await ana.facts()).filter(({ type }) => type === 'conversation.replied')).toHaveLength(1)
  }, 180_000)

  test('the window is the program’s for a day and a person’s for seven, and nobody is written to first', async () => {
    const stranger = await on.meet('Nobody has written')
    const words = { message: { text: 'hi' } }
    const type = isMessenger ? 'OAuthException' : 'IGApiException'
    const never = { error: { type, code: 100, error_subcode: isMessenger ? 2_018_001 : 2_534_014 } }
    expect((await send({ recipient: { id: stranger.id }, ...words })).body).toMatchObject(never)
    const from = isMessenger ? '5194869137229372' : '1234567890123456'
    const vendor = isMessenger ? fb : ig
    const twoDaysAgo = Date.now() - 2 * 86_400_000
    const hook = vendor.hook(vendor.message('m_old', { text: 'long ago' }, twoDaysAgo))
    await fetch(`${on.origin()}/hooks/${platform}/${on.inbox.inbox}`, signed(hook))
    await until(async () => (await phone(from))?.messages.length === 1)
    const said = 'This message is sent outside of allowed window.'
    const closed = isMessenger
      ? { message: `(#10) ${said}`, type, code: 10, error_subcode: 2_018_278 }
      : { message: said, type, code: 10, error_subcode: 2_534_022 }
    const outside = { status: isMessenger ? 400 : 403, body: { error: closed } }
    const response = { recipient: { id: from }, messaging_type: 'RESPONSE', ...words }
    expect(await send(response)).toMatchObject(outside)
    expect((await send({ ...response, messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })).status).toBe(200)
  })

  test('refuses in its own words and units', async () => {
    const ana = await chat('Ana')
    const to = (message: object) => send({ recipient: { id: ana.id }, messaging_type: 'RESPONSE', message })
    const longest = isMessenger ? '🎁'.repeat(2000) : 'م'.repeat(500)
    expect((await to({ text: `${longest}x` })).body).toMatchObject({ error: { code: 100 } })
    expect((await to({ text: longest })).status).toBe(200)
    expect((await to({})).body).toMatchObject({ error: { code: 100 } })
    const replies = Array.from({ length: 14 }, (_, n) => ({ content_type: 'text', title: `${n}`, payload: `${n}` }))
    expect((await to({ text: 'hi', quick_replies: replies })).body).toMatchObject({ error: { code: 100 } })
    const foreign = { type: 'image', payload: { url: 'https://elsewhere.example/a.png' } }
    expect((await to({ attachment: foreign })).body).toMatchObject({ error: { error_subcode: 2_018_008 } })
    await mood({ error: '551' })
    expect((await to({ text: 'hi' })).body).toMatchObject({ error: { code: 551, error_subcode: 1_545_041 } })
    await mood({ error: null })
    const forged = { message: 'Invalid OAuth access token.', code: 190 }
    expect((await send({}, 'forged')).body).toMatchObject({ error: forged })
    expect((await send({}, undefined, '7')).body).toMatchObject({ error: { code: 100 } })
    const knock = (accessToken: string) =>
      platformOf(platform)!.knock!(
        { ...on.inbox, accessToken },
        { baseUrl: at(''), signal: AbortSignal.timeout(30_000) }
      )
    expect([(await knock(on.inbox.accessToken)).result, (await knock('forged')).result]).toEqual(['open', 'shut'])
  })
})
