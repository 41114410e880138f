// @module-tag long
import { describe, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import type { Report } from '../../sync-server/platforms/port.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { fileIn, stage, until } from './stage.ts'

const on = stage('sms')
const { at, bytesOf, chat, mood, phone, say, says } = on
const sid = () => on.inbox.account.split(':')[0]!

describe('both ways', () => {
  test('a customer writes, an agent answers, and it is told that it was delivered', async () => {
    const ana = await chat('Ana')
    await ana.reply('Hello Ana')
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    const answer = (await phone(ana.id)).messages[1]
    expect(answer).toMatchObject({ text: 'Hello Ana', from: 'business', ticks: 'delivered' })
    expect((await ana.sends())[0]?.platformId).toBe(answer?.id)
    expect((await phone(ana.id)).number).toMatch(/^\+1 \d{3} 555 01\d\d$/)
  })

  test('the phones are off: sent, and delivered when they are on', async () => {
    const ana = await chat('Ana')
    await mood({ phonesOff: true })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === 'sent')
    expect((await phone(ana.id)).messages[1]?.ticks).toBe('sent')
    await mood({ phonesOff: false })
    await until(async () => (await ana.deliveries())[0] === 'delivered')
  })

  test('photos come and files go', async () => {
    const ana = await chat('Ana')
    await says(ana.id, { kind: 'image', caption: 'torn' })
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    const [, photo] = await ana.received()
    expect(photo).toMatchObject({ kind: 'media', caption: 'torn', items: [{ media: 'image', mime: 'image/png' }] })
    const media = fileIn(photo)
    expect(await bytesOf(media)).toEqual(pictureOf(media.url!.split('/').at(-1)!))
    expect((await says(ana.id, { kind: 'location' })).status).toBe(400)

    await ana.replyWithFile('image/png', new Uint8Array(pictureOf('1')), 'bill.png', 'your bill')
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    const last = (await phone(ana.id)).messages.at(-1)
    expect(last).toMatchObject({ kind: 'image', text: 'your bill', file: { name: 'bill.png' } })
    expect(Buffer.from(await (await fetch(at(`/uploads/${last!.file!.id}`))).arrayBuffer())).toEqual(pictureOf('1'))
  })

  test('who wrote STOP gets nothing until they write START', async () => {
    const ana = await chat('Ana')
    await say(ana.id, 'STOP')
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    await ana.reply('one more thing')
    await until(async () => (await ana.deliveries())[0] === 'failed')
    expect((await ana.sends())[0]?.failure?.code).toBe('21610')
    await say(ana.id, 'Start')
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks === 'delivered'))
    await ana.reply('welcome back')
    await until(async () => (await ana.deliveries())[1] === 'delivered')
  })

  test('calls that come twice and overtake each other change nothing', async () => {
    await mood({ duplicate: true, shuffle: true })
    const ana = await chat('Ana')
    for (const words of ['one', 'two', 'three']) await say(ana.id, words)
    await ana.reply('yes')
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    await until(async () => (await phone(ana.id)).messages.every(({ ticks }) => ticks !== 'waiting'))
    await mood({ duplicate: false, shuffle: false })
    expect(await ana.received()).toHaveLength(4)
  }, 180_000)
})

describe('the weather', () => {
  test.each([
    ['30003', 'failed', '30003'],
    ['30006', 'failed', '30006'],
    ['21211', 'failed', '21211'],
    ['20429', 'waiting', '20429'],
    ['20500', 'unknown', undefined]
  ])('%s: the reply is %s', async (error, delivery, code) => {
    const ana = await chat('Ana')
    await mood({ error })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === delivery && (await ana.sends())[0]?.failure?.code === code)
    await mood({ error: null })
    expect((await phone(ana.id)).messages).toHaveLength(1)
  })

  test('a status says why by a code, and when the carrier was done', async () => {
    const ana = await chat('Ana')
    await mood({ error: '30003' })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === 'failed')
    await mood({ error: null })
    const told = (await on.state()).traffic.findLast(({ title }) => title.startsWith('undelivered'))?.request
    const doneDate = expect.stringMatching(/^\d{10}$/) as unknown
    expect(told).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '30003', RawDlrDoneDate: doneDate })
    expect(told).not.toHaveProperty('ErrorMessage')
  })

  test('20003: the inbox stops', async () => {
    const ana = await chat('Ana')
    await mood({ error: '20003' })
    await ana.reply('hi')
    const inbox = () => on.here.actors.state(on.inbox.tenant, 'inbox', on.inbox.inbox)
    await until(async () => (await inbox()).stopped !== null)
    await mood({ error: null })
    await on.here.tell(on.inbox.tenant, { type: 'inbox.resume-sending', id: 'resume', at: 0, inbox: on.inbox.inbox })
    await until(async () => (await ana.deliveries())[0] === 'delivered')
  })

  test('down: nobody knows', async () => {
    const ana = await chat('Ana')
    await mood({ down: true })
    await ana.reply('hi')
    await until(async () => (await ana.deliveries())[0] === 'unknown')
    await mood({ down: false })
  })
})

describe('the API', () => {
  const send = async (form: Record<string, string>, token = on.inbox.accessToken) => {
    const authorization = `Basic ${Buffer.from(`${sid()}:${token}`).toString('base64')}`
    const body = new URLSearchParams(form)
    const answer = await fetch(at(`/2010-04-01/Accounts/${sid()}/Messages.json`), {
      method: 'POST',
      headers: { authorization },
      body
    })
    return { status: answer.status, body: (await answer.json()) as { code?: number; sid?: string } }
  }

  test('refuses in its own words and units, and hands back what was put behind the address', async () => {
    const ana = await chat('Ana')
    const From = on.inbox.account.split(':')[1]!
    expect((await send({ To: ana.id, From, Body: 'hi' }, 'forged')).body.code).toBe(20_003)
    expect((await send({ To: 'Ana', From, Body: 'hi' })).body.code).toBe(21_211)
    expect((await send({ From, Body: 'hi' })).body.code).toBe(21_604)
    expect((await send({ To: ana.id, Body: 'hi' })).body.code).toBe(21_603)
    expect((await send({ To: ana.id, From: '+15550000000', Body: 'hi' })).body.code).toBe(21_606)
    expect((await send({ To: ana.id, From })).body.code).toBe(21_602)
    expect((await send({ To: ana.id, From, Body: `${'🎁'.repeat(800)}x` })).body.code).toBe(21_617)
    expect((await send({ To: ana.id, From, MediaUrl: 'https://elsewhere.example/a.png' })).body.code).toBe(21_620)
    expect((await phone(ana.id)).messages).toHaveLength(1)
    const StatusCallback = `https://inbox.example.com/hooks/sms/${on.inbox.inbox}?message=a%20reply`
    expect((await send({ To: ana.id, From, Body: '🎁'.repeat(800), StatusCallback })).body.sid).toMatch(/^SM/)
    await until(async () =>
      (await on.state()).traffic.some(({ title, status }) => title.startsWith('delivered') && status === 200)
    )
  })

  test('lets in whoever has the token', async () => {
    const knock = (accessToken: string) =>
      platformOf('sms')!.knock!({ ...on.inbox, accessToken }, { baseUrl: at(''), signal: AbortSignal.timeout(30_000) })
    expect([(await knock(on.inbox.accessToken)).result, (await knock('forged')).result]).toEqual(['open', 'shut'])
  })
})

describe('the list of messages', () => {
  const list = async (query: Record<string, string>, token = on.inbox.accessToken) => {
    const authorization = `Basic ${Buffer.from(`${sid()}:${token}`).toString('base64')}`
    const address = at(`/2010-04-01/Accounts/${sid()}/Messages.json?${new URLSearchParams(query)}`)
    const answer = await fetch(address, { headers: { authorization } })
    return (await answer.json()) as { code?: number; messages: { sid: string }[]; next_page_uri: string | null }
  }

  test('is by number and day, the newest first, and in pages', async () => {
    const ana = await chat('Ana')
    await ana.reply('Hello Ana')
    await until(async () => (await ana.deliveries())[0] === 'delivered')
    const [came, went] = (await phone(ana.id)).messages
    const day = new Date().toISOString().slice(0, 10)
    const inbound = await list({ From: ana.id, 'DateSent>': day })
    expect(inbound.messages).toMatchObject([
      { sid: came!.id, direction: 'inbound', status: 'received', body: 'Hello?' }
    ])
    const outbound = await list({ To: ana.id })
    expect(outbound.messages).toMatchObject([{ sid: went!.id, direction: 'outbound-api', status: 'delivered' }])
    const first = await list({ PageSize: '1' })
    expect(first.messages).toHaveLength(1)
    expect(first.next_page_uri).toMatch(/Page=1&PageToken=PASM/)
    expect((await list({ 'DateSent>': '2999-01-01' })).messages).toEqual([])
    expect((await list({}, 'forged')).code).toBe(20_003)
  })

  test('has what no call has brought yet, and what became of what did not arrive: both are read from there', async () => {
    const ana = await chat('Ana')
    await mood({ error: '30005' })
    await ana.reply('are you there?')
    await until(async () => (await ana.deliveries())[0] === 'failed')
    // Their calls come much later than this test ends.
    await mood({ error: null, latencyMs: 60_000 })
    await say(ana.id, 'I wrote in vain')
    await says(ana.id, { kind: 'image', caption: 'and a photo' })
    const reports: Report[] = []
    const back = {
      since: Date.now() - 3_600_000,
      until: Date.now() + 60_000,
      baseUrl: at(''),
      signal: AbortSignal.timeout(30_000),
      known: async (message: string) => (await on.here.log.heardAt(on.inbox.tenant, `sms:${message}`)) !== undefined,
      take: async (some: readonly Report[]) => void reports.push(...some)
    }
    expect(await platformOf('sms')!.lookBack!(on.inbox, back)).toBe(null)
    await mood({ latencyMs: 0 })
    const hers = reports.filter(one => 'handles' in one && one.handles.some(({ value }) => value === ana.id))
    const messages = hers.flatMap(one => (one.kind === 'message' ? [one.content] : []))
    expect(messages).toMatchObject([
      { kind: 'text', text: 'I wrote in vain' },
      { kind: 'media', caption: 'and a photo', items: [{ media: 'image', mime: 'image/png' }] }
    ])
    expect(hers).toContainEqual(expect.objectContaining({ kind: 'receipt', status: 'failed', word: 'undelivered' }))
    const media = fileIn(messages.find(({ kind }) => kind === 'media'))
    expect(await bytesOf(media)).toEqual(pictureOf(media.url!.split('/').at(-1)!))
    expect(hers.filter(one => one.kind === 'message')).toHaveLength(2)
  })
})
