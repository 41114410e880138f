import { expect, describe, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { fileIn, stage, until } from './stage.ts'

const on = stage('email')
const { at, bytesOf, chat, mood, phone, say, says, state } = on

const taken = (id: string) =>
  until(async () => (await phone(id)).messages.every(({ from, ticks }) => from !== 'customer' || ticks === 'delivered'))
const types = async (ana: Awaited<ReturnType<typeof chat>>) => (await ana.facts()).map(({ type }) => type)

describe('both ways', () => {
  test('a customer writes about something, is answered in the thread, and answers there', async () => {
    expect((await on.meet('Ana Maria Ruiz')).id).toMatch(/^ana\.maria\.ruiz\.\d\d@mail\.example$/)
    const ana = await chat('Ana')
    await says(ana.id, { kind: 'text', text: 'The red one – ¿sí?', subject: 'Is it in stock?' })
    await taken(ana.id)
    const [, asked] = await ana.received()
    expect(asked).toMatchObject({ kind: 'text', text: 'Is it in stock?\n\nThe red one – ¿sí?' })
    expect(asked).toMatchObject({ mail: { subject: 'Is it in stock?' } })

    await ana.reply('It is.')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    const answer = (await phone(ana.id)).messages.at(-1)!
    expect(answer).toMatchObject({ from: 'business', text: 'It is.', subject: 'Re: Is it in stock?' })
    expect((await ana.sends())[0]?.platformId).toBe(answer.id)

    await says(ana.id, { kind: 'text', text: 'Then I take it', answers: answer.id })
    await taken(ana.id)
    const theirs = (await ana.received()).at(-1)!
    const { message } = (await ana.sends())[0]!
    expect(theirs).toMatchObject({ text: 'Then I take it', replyTo: { message } })
    const first = (asked as { mail: { id: string } }).mail.id
    expect(theirs).toMatchObject({ mail: { subject: 'Re: Is it in stock?', thread: [first, answer.id] } })
  })

  test('who gives no subject goes on where the last one was, and nobody answers what is not there', async () => {
    const ana = await chat('Ana')
    await say(ana.id, 'And another thing')
    await taken(ana.id)
    const [first, second] = await ana.received()
    expect(second).toMatchObject({ mail: { thread: [(first as { mail: { id: string } }).mail.id] } })
    expect((await says(ana.id, { kind: 'text', text: 'x', answers: 'nowhere' })).status).toBe(400)
    expect((await says(ana.id, { kind: 'location' })).status).toBe(400)
  })

  test('what is on the phone is known again by the log', async () => {
    const ana = await chat('Ana')
    const facts = await ana.facts()
    const received = facts.flatMap(fact => (fact.type === 'conversation.message-received' ? [fact.message] : []))
    expect((await phone(ana.id)).messages.map(({ id }) => id)).toEqual(received)
  })

  test('pictures come and files go', async () => {
    const ana = await chat('Ana')
    await says(ana.id, { kind: 'image', caption: 'torn', subject: 'A page' })
    await taken(ana.id)
    const photo = (await ana.received()).at(-1)
    expect(photo).toMatchObject({
      kind: 'media',
      caption: 'A page\n\ntorn',
      items: [{ media: 'image', name: 'photo.png' }]
    })
    const bytes = await bytesOf(fileIn(photo))
    expect(bytes).toEqual(pictureOf((photo as { mail: { id: string } }).mail.id))

    await ana.replyWithFile('application/pdf', new Uint8Array([1, 2, 3, 255]), 'bill.pdf', 'your bill')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    const last = (await phone(ana.id)).messages.at(-1)
    expect(last).toMatchObject({ kind: 'document', text: 'your bill', file: { name: 'bill.pdf', bytes: 4 } })
    const shown = await fetch(at(`/uploads/${last!.file!.id}`))
    expect([...new Uint8Array(await shown.arrayBuffer())]).toEqual([1, 2, 3, 255])
  })

  test('mails that come twice and overtake each other change nothing', async () => {
    await mood({ duplicate: true, shuffle: true })
    const ana = await chat('Ana')
    for (const words of ['one', 'two', 'three']) await say(ana.id, words)
    await taken(ana.id)
    await mood({ duplicate: false, shuffle: false })
    await say(ana.id, 'four')
    await taken(ana.id)
    expect(await ana.received()).toHaveLength(5)
  }, 180_000)

  test('nothing is on the phone twice, and all that went is in the traffic', async () => {
    const ana = await chat('Ana Traffic')
    await ana.reply('Hello Ana')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    const { traffic } = await state()
    const mails = traffic.filter(({ title }) => title === 'mail · Ana Traffic')
    expect(mails).toMatchObject([
      { way: 'webhook', status: 'OK', request: expect.stringContaining('From: Ana Traffic') }
    ])
    const sent = traffic.findLast(({ way }) => way === 'call')
    expect(sent).toMatchObject({ title: 'send mail', status: 250, request: expect.stringContaining('Hello Ana') })
  })
})

describe('the weather', () => {
  test.each([
    ['550/5.1.1', 'failed', '550'],
    ['550/5.7.1', 'failed', '550'],
    ['451', 'waiting', '451'],
    ['421', 'waiting', '421']
  ])('%s: the reply is %s', async (error, delivery, code) => {
    const ana = await chat('Ana')
    await mood({ error })
    await ana.reply('hi')
    await until(async () => (await ana.sends())[0]?.failure?.code === code)
    expect(await ana.deliveries()).toEqual([delivery])
    await mood({ error: null })
    expect((await phone(ana.id)).messages).toHaveLength(1)
  })

  test('a mail that comes back is told under the reply', async () => {
    const ana = await chat('Ana')
    await mood({ error: 'bounce/5.1.1' })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === 'failed')
    await mood({ error: null })
    expect((await ana.sends())[0]?.failure).toMatchObject({
      code: '5.1.1',
      reason: expect.stringContaining('does not exist')
    })
    expect((await phone(ana.id)).messages).toHaveLength(1)
    expect(await on.here.letters.of(on.inbox.tenant)).toEqual([])
  })

  test('a customer who is away answers by a program: a quiet line', async () => {
    const ana = await chat('Ana')
    await mood({ away: true })
    await ana.reply('hi')
    await until(async () => (await types(ana)).includes('conversation.noticed'))
    await mood({ away: false })
    expect(await ana.received()).toHaveLength(1)
    expect((await ana.facts()).find(({ type }) => type === 'conversation.noticed')).toMatchObject({
      what: 'auto-reply',
      text: expect.stringContaining('out of the office')
    })
  })

  test('an answer that is lost leaves it unknown, and the customer has it', async () => {
    const ana = await chat('Ana')
    await mood({ answersLost: true })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === 'unknown')
    await mood({ answersLost: false })
    expect((await phone(ana.id)).messages.map(({ text }) => text)).toEqual(['Hello?', 'hi'])
  })

  test('while the mailbox is down mails wait in it, and none is lost', async () => {
    const ana = await chat('Ana')
    await mood({ down: true })
    await say(ana.id, 'Are you there?')
    await ana.reply('hi')
    await until(async () => (await ana.sends())[0]?.failure?.code === '421')
    expect(await ana.received()).toHaveLength(1)
    await mood({ down: false })
    await taken(ana.id)
    expect(await ana.received()).toHaveLength(2)
  })

  test('a password that is not accepted stops the inbox', async () => {
    const ana = await chat('Ana')
    await mood({ error: '535' })
    await ana.reply('hi')
    const inbox = () => on.here.actors.state(on.inbox.tenant, 'inbox', on.inbox.inbox)
    await until(async () => (await inbox()).stopped !== null && (await inbox()).stopped !== undefined)
    await mood({ error: null })
  })
})
