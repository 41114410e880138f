import { describe, expect, test } from 'vitest'
import type { AnyCommand, AnyFact } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { openLookingBack, type LookingBackParts } from '../../sync-server/platforms/looking-back.ts'
import { pulledAccounts } from '../../sync-server/platforms/places.ts'
import { platforms } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { appSecret } from './payloads.ts'
import { until } from './sending-house.ts'
import { called, caller, cameAt, mediaUrl, messageSid, service, shopNumber, sid, texted } from './texts.ts'
import { vendorApis } from './contract/vendor-api.ts'
import { logger, world } from './world.ts'

const here = world()
const api = vendorApis()

/** Source: Twilio, "Messages resource": RFC 2822, in GMT. */
const rfc2822 = (at: number) => new Date(at).toUTCString().replace('GMT', '+0000')
const listed = (n: number, more: object = {}) => ({
  sid: messageSid(n),
  account_sid: sid,
  api_version: '2010-04-01',
  body: `words ${n}`,
  date_created: rfc2822(cameAt(n)),
  date_sent: rfc2822(cameAt(n)),
  date_updated: rfc2822(cameAt(n)),
  direction: 'inbound',
  error_code: null,
  error_message: null,
  from: caller,
  to: shopNumber,
  messaging_service_sid: null,
  num_media: '0',
  num_segments: '1',
  price: null,
  price_unit: null,
  status: 'received',
  subresource_uris: { media: `/2010-04-01/Accounts/${sid}/Messages/${messageSid(n)}/Media.json` },
  uri: `/2010-04-01/Accounts/${sid}/Messages/${messageSid(n)}.json`,
  ...more
})
const ours = (n: number, status: string, more: object = {}) =>
  listed(n, { direction: 'outbound-api', from: shopNumber, to: caller, status, ...more })

type Pages = {
  readonly to?: readonly object[][]
  readonly from?: readonly object[][]
  readonly media?: readonly object[]
}

/** Twilio, with these pages of what came and of what went. */
async function twilio(pages: Pages) {
  const failing = { left: 0 }
  const started = await api((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://twilio')
    const answer = (body: object, status = 200) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (failing.left > 0) {
      failing.left -= 1
      return answer({ code: 20500, status: 500 }, 500)
    }
    if (pathname.endsWith('/Media.json')) return answer({ media_list: pages.media ?? [] })
    const list = (searchParams.has('From') ? pages.from : pages.to) ?? []
    const page = Number(searchParams.get('Page') ?? '0')
    const next = `https://elsewhere.example${pathname}?PageSize=200&Page=${page + 1}&PageToken=PASM${page}`
    return answer({ page, messages: list[page] ?? [], next_page_uri: page + 1 < list.length ? next : null })
  })
  return { ...started, failing }
}

const hour = 3_600_000
/** The server was last here a while before the first of them came. */
const wasHereAt = cameAt(0) - hour
const backAt = cameAt(0) + 8 * hour

async function connect(baseUrl: string, more: Partial<InboxSecret> = {}): Promise<InboxSecret> {
  const inbox = { ...(await here.connect('sms')), baseUrl, ...more }
  await here.secrets.connect(inbox)
  await pulledAccounts(here.sql).keep(inbox.tenant, inbox.inbox, String(wasHereAt))
  return inbox
}

const parts = () => {
  const { log, actors, people, letters, news, secrets } = here
  return { log, actors, people, letters, news, secrets }
}

/** Looks back over one inbox as a start does, until it has asked for all, or `tries` times. */
async function back(inbox: InboxSecret, over: Partial<LookingBackParts> = {}) {
  const places = pulledAccounts(here.sql)
  const before = await places.of(inbox.tenant, inbox.inbox)
  const secrets = { ...here.secrets, all: async () => [inbox], of: async () => inbox, watch: () => () => undefined }
  const round = openLookingBack({
    ...parts(),
    secrets,
    places,
    platforms,
    baseUrlOf: () => '',
    logger,
    now: () => backAt,
    ...over
  })
  await round.begin()
  const isDone = async () => (await places.of(inbox.tenant, inbox.inbox)) !== before || round.worries().length > 0
  await until(isDone)
  const worries = round.worries().map(({ worry }) => worry)
  await round.stop()
  return worries
}

const received = async ({ tenant }: InboxSecret) =>
  (await here.facts(tenant)).flatMap(fact => (fact.type === 'conversation.message-received' ? [fact] : []))
const wordsOf = (facts: readonly Extract<AnyFact, { type: 'conversation.message-received' }>[]) =>
  facts.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))

/** A call that did come. */
async function post(inbox: InboxSecret, form: Record<string, string>) {
  const address = `http://localhost/sms/${inbox.inbox}`
  const routes = webhookRoutes({ ...parts(), logger, now: () => cameAt(1) })
  expect((await routes.request(address, called(form, appSecret, address))).status).toBe(200)
}

describe('what Twilio called for while the server was away', () => {
  test('is asked for page by page, with its own time, by the account’s token, from nowhere but the API', async () => {
    const vendor = await twilio({ to: [[listed(9), listed(8)], [listed(7)]] })
    const inbox = await connect(vendor.baseUrl)
    expect(await back(inbox)).toEqual([])
    const facts = await received(inbox)
    expect(facts.map(({ at }) => at).toSorted((a, b) => a - b)).toEqual([cameAt(7), cameAt(8), cameAt(9)])
    expect(new Set(vendor.asked.map(one => one.authorization))).toEqual(
      new Set([`Basic ${btoa(`${sid}:demo-access-token`)}`])
    )
    const path = `/2010-04-01/Accounts/${sid}/Messages.json`
    const to = `${path}?To=%2B15557122661&DateSent%3E=2026-11-23&PageSize=200`
    expect(vendor.asked.map(one => one.url)).toEqual([
      to,
      `${to}&Page=1&PageToken=PASM0`,
      `${path}?From=%2B15557122661&DateSent%3E=2026-11-23&PageSize=200`
    ])
  })

  test('comes once: after its call, before it, and however often it is asked for', async () => {
    const vendor = await twilio({ to: [[listed(3), listed(2), listed(1)]] })
    const inbox = await connect(vendor.baseUrl)
    await post(inbox, texted(1, 'words 1'))
    await back(inbox)
    await post(inbox, texted(2, 'words 2'))
    await pulledAccounts(here.sql).keep(inbox.tenant, inbox.inbox, String(wasHereAt))
    await back(inbox)
    expect(wordsOf(await received(inbox)).toSorted()).toEqual(['words 1', 'words 2', 'words 3'])
    expect(await here.letters.of(inbox.tenant)).toEqual([])
  })

  test('is asked for again when Twilio did not answer, and an admin is told why', async () => {
    const vendor = await twilio({ to: [[listed(2)], [listed(1)]] })
    const inbox = await connect(vendor.baseUrl)
    vendor.failing.left = 1
    expect(await back(inbox)).toEqual(['Twilio did not say which messages came while this server was away.'])
    expect(await received(inbox)).toEqual([])
    expect(await back(inbox)).toEqual([])
    expect(wordsOf(await received(inbox)).toSorted()).toEqual(['words 1', 'words 2'])
  })

  test('leaves what is young to its call, and what is older than the overlap in peace', async () => {
    const young = Math.floor((backAt - cameAt(0)) / 1000) - 5
    const vendor = await twilio({ to: [[listed(young), listed(1)], [listed(-3 * 3600)], [listed(-4 * 3600)]] })
    const inbox = await connect(vendor.baseUrl)
    await back(inbox)
    expect(wordsOf(await received(inbox))).toEqual(['words 1'])
    // The page that is all old is the last one that is asked for.
    expect(vendor.asked).toHaveLength(3)
  })

  test('brings files by their addresses, which are asked for only of what is new', async () => {
    const file = `ME${'0'.repeat(32)}`
    const photo = listed(4, { sid: messageSid(4, 'MM'), num_media: '1' })
    const vendor = await twilio({ to: [[photo]], media: [{ sid: file, content_type: 'image/jpeg' }] })
    const inbox = await connect(vendor.baseUrl)
    await back(inbox)
    const url = mediaUrl(4).replace('https://api.twilio.com', vendor.baseUrl)
    const [fact] = await received(inbox)
    expect(fact?.content).toEqual({
      kind: 'media',
      caption: 'words 4',
      items: [{ media: 'image', url, mime: 'image/jpeg' }]
    })
    await pulledAccounts(here.sql).keep(inbox.tenant, inbox.inbox, String(wasHereAt))
    await back(inbox)
    expect(vendor.asked.filter(one => one.url?.endsWith('/Media.json'))).toHaveLength(1)
  })

  test('is nothing of what came before the inbox was connected', async () => {
    const vendor = await twilio({ to: [[listed(1)]] })
    const inbox = { ...(await here.connect('sms')), baseUrl: vendor.baseUrl }
    await back(inbox)
    expect([vendor.asked, await received(inbox)]).toEqual([[], []])
    expect(await pulledAccounts(here.sql).of(inbox.tenant, inbox.inbox)).toBe(String(backAt))
  })

  test('of a messaging service is what says that it belongs to it', async () => {
    const vendor = await twilio({
      to: [[listed(3), listed(2, { messaging_service_sid: service }), listed(1, { from: `whatsapp:${caller}` })]]
    })
    const inbox = await connect(vendor.baseUrl, { account: `${sid}:${service}` })
    await back(inbox)
    expect(wordsOf(await received(inbox))).toEqual(['words 2'])
    expect(await here.letters.of(inbox.tenant)).toEqual([])
  })
})

test('a reply that failed while the server was away does not go on saying sent; what others sent is nobody’s', async () => {
  const vendor = await twilio({
    from: [
      [ours(6, 'delivered'), ours(5, 'undelivered', { error_code: 30003 }), ours(4, 'failed', { to: '+14155550000' })]
    ]
  })
  const inbox = await connect(vendor.baseUrl)
  await post(inbox, texted(1, 'Hello'))
  const [contact] = await here.people.find(inbox.tenant, [[{ platform: 'sms', kind: 'number', value: caller }]])
  const conversation = here.people.conversationOf(inbox.tenant, inbox.inbox, contact!)
  const base = { at: Date.now(), conversation }
  await here.tell(inbox.tenant, {
    ...base,
    type: 'conversation.reply',
    id: `${inbox.inbox}-reply`,
    content: { kind: 'text', text: 'Hi' },
    seen: null
  })
  const message = `${inbox.inbox}-reply`
  const bySms = (command: AnyCommand) =>
    here.actors.tell(inbox.tenant, command, now => trustedContext({ kind: 'system', id: 'sms' }, now))
  await bySms({ ...base, type: 'conversation.start-sending', id: `${message}-start`, message })
  const outcome = { result: 'sent' as const, platformId: messageSid(5) }
  await bySms({ ...base, type: 'conversation.end-sending', id: `${message}-end`, message, outcome })
  const sends = async () => (await here.actors.state(inbox.tenant, 'conversation', conversation)).sends
  expect(await sends()).toMatchObject([{ delivery: 'sent' }])
  await back(inbox)
  expect(await sends()).toMatchObject([{ delivery: 'failed', failure: { code: '30003' } }])
  const receipts = (await here.facts(inbox.tenant)).filter(fact => fact.type === 'conversation.receipt-received')
  expect(receipts).toHaveLength(1)
  expect(await here.letters.of(inbox.tenant)).toEqual([])
})
