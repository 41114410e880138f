import { describe, expect, test } from 'vitest'
import type { Template } from '../../shared/inboxes/events.ts'
import { sayTemplate } from '../../shared/inboxes/content-words.ts'
import { openTemplateSync } from '../../sync-server/platforms/template-sync.ts'
import { whatsapp } from '../../sync-server/platforms/whatsapp/whatsapp.ts'
import { findTemplates } from '../../sync-server/platforms/whatsapp/templates.ts'
import { json, vendorApis } from './contract/vendor-api.ts'
import { until } from './sending-house.ts'
import { logger, world } from './world.ts'

const graph = vendorApis()
const here = world()
const businessId = '102290129340398'

/** As Meta's "Message templates" lists them. */
const approved = (name: string, text: string, more: object = {}) => ({
  name,
  parameter_format: 'POSITIONAL',
  components: [{ type: 'BODY', text }],
  language: 'en_US',
  status: 'APPROVED',
  category: 'UTILITY',
  id: '594425479261596',
  ...more
})
const otp = 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE'
const kept = (name: string, body: string): Template => ({ name, language: 'en_US', category: 'utility', body })
const beyond = (name: string, needs: string) => ({ name, language: 'en_US', needs })
const listed = (...data: readonly object[]) => ({ data, paging: { cursors: { before: 'MAZDZD', after: 'MjQZD' } } })

const secret = {
  tenant: 't',
  inbox: 'i',
  platform: 'whatsapp',
  account: '1',
  business: businessId,
  appSecret: 's',
  verifyToken: '',
  accessToken: 'the-token',
  baseUrl: null
}
const found = (baseUrl: string, of: object = {}) =>
  findTemplates({ ...secret, ...of }, { baseUrl, signal: AbortSignal.timeout(5000) })

async function templatesAt(baseUrl: string): Promise<readonly Template[]> {
  const answer = await found(baseUrl)
  if (answer.result !== 'found') throw new Error(answer.why)
  return answer.templates
}

describe('the templates that WhatsApp lists', () => {
  test('are read page by page, with the token, from nowhere but the API', async () => {
    const pages: Readonly<Record<string, object>> = {
      '': {
        data: [approved('second', 'Two')],
        paging: { cursors: { after: 'NEXT' }, next: 'https://elsewhere.example/v23.0/more?access_token=the-token' }
      },
      NEXT: { data: [approved('first', 'One')], paging: { cursors: { before: 'NEXT', after: 'LAST' } } }
    }
    const meta = await graph((request, response) => {
      const page = new URL(request.url ?? '', 'http://meta').searchParams.get('after') ?? ''
      json(pages[page])(request, response)
    })
    expect(await found(meta.baseUrl)).toEqual({
      result: 'found',
      templates: [kept('first', 'One'), kept('second', 'Two')],
      others: [],
      leftOut: 0
    })
    const path = `/v23.0/${businessId}/message_templates?fields=name%2Clanguage%2Cstatus%2Ccategory%2Cparameter_format%2Ccomponents&limit=100`
    expect(meta.asked.map(({ url }) => url)).toEqual([path, `${path}&after=NEXT`])
    expect(new Set(meta.asked.map(one => one.authorization))).toEqual(new Set(['Bearer the-token']))
  })

  test('are kept when they are approved and can be sent from here', async () => {
    const text = (text: string, more: object = {}) => ({ type: 'HEADER', format: 'TEXT', text, ...more })
    const buttons = (...all: readonly object[]) => ({ type: 'BUTTONS', buttons: all })
    const with_ = (name: string, ...components: readonly object[]) =>
      approved(name, '', { components: [{ type: 'BODY', text: 'Hi {{1}}' }, ...components] })
    const meta = await graph(
      json(
        listed(
          with_('plain', text('Your order'), { type: 'FOOTER', text: 'The shop' }),
          with_('buttons', buttons({ type: 'URL', url: 'https://shop.example' }, { type: 'QUICK_REPLY', text: 'Yes' })),
          with_('gap_in_button', buttons({ type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}' })),
          with_('odd_gap_in_button', buttons({ type: 'URL', text: 'Track', url: 'https://shop.example/{{2}}' })),
          with_('gap_in_header', text('Order {{1}}')),
          with_('gaps_in_header', text('Order {{1}} of {{2}}')),
          with_('picture', {
            type: 'HEADER',
            format: 'IMAGE',
            example: { header_handle: ['https://scontent.example'] }
          }),
          with_('film', { type: 'HEADER', format: 'VIDEO' }),
          with_('place', { type: 'HEADER', format: 'LOCATION' }),
          with_('moves', { type: 'HEADER', format: 'GIF' }),
          with_('carousel', { type: 'CAROUSEL', cards: [] }),
          with_('form', buttons({ type: 'QUICK_REPLY', text: 'Stop' }, { type: 'FLOW', text: 'Begin', flow_id: '1' })),
          with_('two_forms', buttons({ type: 'FLOW' }, { type: 'FLOW' })),
          with_(
            'coupon',
            { type: 'HEADER', format: 'DOCUMENT' },
            buttons(
              { type: 'QUICK_REPLY', text: 'Stop' },
              { type: 'COPY_CODE', text: 'Copy offer code', example: ['25OFF'] }
            )
          ),
          with_('two_coupons', buttons({ type: 'COPY_CODE' }, { type: 'COPY_CODE' })),
          // Made as `OTP`, it is listed as a button that leads somewhere.
          with_('password', buttons({ type: 'URL', text: 'Copy code', url: `${otp}&code=otp{{1}}` })),
          with_('password_as_made', buttons({ type: 'OTP', otp_type: 'ZERO_TAP' })),
          with_('password_of_two', { type: 'HEADER', format: 'TEXT', text: '{{1}}' }, buttons({ type: 'OTP' })),
          approved('named', 'Hi {{first_name}}, {{order}} and {{first_name}}', { parameter_format: 'NAMED' }),
          approved('named_oddly', 'Hi {{First Name}}', { parameter_format: 'NAMED' }),
          approved('named_by_chance', 'Hi {{first_name}}'),
          approved('skips', 'Hi {{2}}'),
          approved('bad', 'Hi', { category: 'SOMETHING_NEW' }),
          ...['PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'PENDING_DELETION'].map(status =>
            approved(status.toLowerCase(), 'no', { status })
          ),
          { nothing: 'of the kind' }
        )
      )
    )
    const link = { at: 0, label: 'Track', url: 'https://shop.example/{{2}}' }
    const code = { at: 0, as: 'password', label: 'Copy code', text: '{{1}}' } as const
    expect(await found(meta.baseUrl)).toEqual({
      result: 'found',
      templates: [
        kept('buttons', 'Hi {{1}}'),
        {
          ...kept('coupon', 'Hi {{1}}'),
          head: 'document',
          code: { at: 1, as: 'coupon', label: 'Copy offer code', text: '{{2}}' }
        },
        { ...kept('film', 'Hi {{1}}'), head: 'video' },
        { ...kept('form', 'Hi {{1}}'), form: { at: 1, label: 'Begin' } },
        { ...kept('gap_in_button', 'Hi {{1}}'), links: [link] },
        { ...kept('gap_in_header', 'Hi {{2}}'), heading: 'Order {{1}}' },
        { ...kept('named', 'Hi {{1}}, {{2}} and {{1}}'), names: ['first_name', 'order'] },
        { ...kept('password', 'Hi {{1}}'), code },
        { ...kept('password_as_made', 'Hi {{1}}'), code },
        { ...kept('picture', 'Hi {{1}}'), head: 'image' },
        { ...kept('place', 'Hi {{1}}'), place: true },
        { ...kept('plain', 'Hi {{1}}'), heading: 'Your order', footer: 'The shop' }
      ],
      others: [
        beyond('bad', 'other'),
        beyond('carousel', 'cards'),
        beyond('gaps_in_header', 'other'),
        beyond('moves', 'moving-picture'),
        beyond('named_by_chance', 'other'),
        beyond('named_oddly', 'other'),
        beyond('odd_gap_in_button', 'other'),
        beyond('password_of_two', 'other'),
        beyond('skips', 'other'),
        beyond('two_coupons', 'other'),
        beyond('two_forms', 'form')
      ],
      leftOut: 11
    })
  })

  test('number their blanks through, whatever they are called and wherever they stand', async () => {
    const components = [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{order_id}}' },
      { type: 'BODY', text: 'Hi {{name}}, {{what}}.' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Thanks' },
          { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}' }
        ]
      }
    ]
    const meta = await graph(json(listed(approved('all', '', { parameter_format: 'NAMED', components }))))
    const [all] = await templatesAt(meta.baseUrl)
    expect(all).toEqual({
      ...kept('all', 'Hi {{2}}, {{3}}.'),
      heading: 'Order {{1}}',
      links: [{ at: 1, label: 'Track', url: 'https://shop.example/{{4}}' }],
      names: ['order_id', 'name', 'what']
    })
    expect(sayTemplate(all!, ['17', 'Ruth', 'done', 'xyz'])).toEqual({
      kind: 'template',
      name: 'all',
      language: 'en_US',
      parameters: ['17', 'Ruth', 'done', 'xyz'],
      text: 'Order 17\n\nHi Ruth, done.\n\nTrack: https://shop.example/xyz',
      places: { heading: 1, links: [1], names: ['order_id', 'name', 'what'] }
    })
  })

  test.each([
    [401, { error: { code: 190, message: 'expired' } }, 'no longer accepts this inbox’s access token'],
    [403, { error: { code: 200, message: 'no' } }, 'whatsapp_business_management'],
    [400, { error: { code: 100, message: 'no such object' } }, 'of this ID'],
    [400, { error: { code: 4711, message: 'Meta’s own words' } }, 'Meta’s own words'],
    [404, 'not found', 'status 404'],
    [503, 'down', 'cannot be reached'],
    [200, { data: 'none' }, 'something else than a list']
  ])('are not found when it answers %i %j', async (status, answer, words) => {
    const meta = await graph(json(answer, status))
    expect(await found(meta.baseUrl)).toEqual({ result: 'not-found', why: expect.stringContaining(words) })
  })

  test('are not asked for without the account they belong to', async () => {
    const meta = await graph(json(listed()))
    const why = expect.stringContaining('WhatsApp Business account ID')
    expect(await found(meta.baseUrl, { business: undefined })).toEqual({ result: 'not-found', why })
    expect(meta.asked).toEqual([])
    expect(await found('http://127.0.0.1:9')).toEqual({ result: 'not-found', why: 'WhatsApp cannot be reached.' })
  })
})

describe('an inbox', () => {
  const sync = (baseUrl: string, everyMs?: number, soonMs?: { after: number; apart: number }) =>
    openTemplateSync({
      actors: here.actors,
      secrets: here.secrets,
      platforms: [whatsapp],
      baseUrlOf: () => baseUrl,
      logger,
      ...(everyMs !== undefined && { everyMs }),
      ...(soonMs && { soonMs })
    })
  const connected = async () => {
    const inbox = await here.connect('whatsapp')
    await here.secrets.connect({ ...inbox, business: businessId })
    return inbox
  }
  const templatesOf = async ({ tenant, inbox }: { tenant: string; inbox: string }) =>
    (await here.actors.state(tenant, 'inbox', inbox)).templates
  const listings = async (tenant: string) =>
    (await here.facts(tenant)).filter(fact => fact.type === 'inbox.templates-listed').length

  test('sees new, changed, paused and removed ones, and no fact when nothing changed', async () => {
    let answer = listed(approved('a', 'One'), approved('b', 'Two'))
    const meta = await graph((request, response) => json(answer)(request, response))
    const inbox = await connected()
    const templates = sync(meta.baseUrl)
    expect(templates.of(inbox.inbox)).toBeUndefined()
    expect(await templates.now(inbox.inbox)).toEqual({ at: expect.any(Number), leftOut: 0, fault: null })
    await templates.now(inbox.inbox)
    expect(await templatesOf(inbox)).toEqual([kept('a', 'One'), kept('b', 'Two')])
    expect(await listings(inbox.tenant)).toBe(1)

    // In another order it is the same.
    answer = listed(approved('b', 'Two'), approved('a', 'One'))
    await templates.now(inbox.inbox)
    expect(await listings(inbox.tenant)).toBe(1)

    answer = listed(approved('a', 'One more'), approved('b', 'Two', { status: 'PAUSED' }), approved('c', 'Three'))
    await templates.now(inbox.inbox)
    expect(await templatesOf(inbox)).toEqual([kept('a', 'One more'), kept('c', 'Three')])
    expect(await listings(inbox.tenant)).toBe(2)
    await templates.stop()
  })

  test('keeps what it has while the platform does not say, and says why', async () => {
    let isShut = false
    const meta = await graph((request, response) =>
      (isShut ? json({ error: { code: 190 } }, 401) : json(listed(approved('a', 'One'))))(request, response)
    )
    const inbox = await connected()
    const templates = sync(meta.baseUrl)
    await templates.now(inbox.inbox)
    isShut = true
    expect(await templates.now(inbox.inbox)).toMatchObject({ fault: expect.stringContaining('access token') })
    expect(templates.of(inbox.inbox)).toMatchObject({ fault: expect.stringContaining('access token') })
    expect(await templatesOf(inbox)).toEqual([kept('a', 'One')])
    await templates.stop()
  })

  test('is asked about when it is connected, and again and again', async () => {
    const meta = await graph(json(listed(approved('a', 'One'))))
    const templates = sync(meta.baseUrl, 20)
    await templates.begin()
    const inbox = await connected()
    await until(async () => (await templatesOf(inbox)).length === 1)
    const before = meta.asked.length
    await until(() => Promise.resolve(meta.asked.length > before + 2))
    await templates.stop()
    expect(await listings(inbox.tenant)).toBe(1)
  })

  test('is asked about soon when its platform says that they changed, a hundred times as once', async () => {
    let answer = listed(approved('a', 'One'))
    let holds = Promise.resolve()
    const meta = await graph((request, response) => {
      const now = answer
      void holds.then(() => json(now)(request, response))
    })
    const inbox = await connected()
    const templates = sync(meta.baseUrl, undefined, { after: 20, apart: 20 })
    for (let n = 0; n < 100; n += 1) templates.soon(inbox.inbox)
    await until(async () => (await templatesOf(inbox)).length === 1)
    expect(meta.asked).toHaveLength(1)

    // What is said while an answer is on its way is not in that answer.
    let goes = () => {}
    holds = new Promise<void>(resolve => (goes = resolve))
    const asked = templates.now(inbox.inbox)
    await until(() => Promise.resolve(meta.asked.length === 2))
    answer = listed(approved('a', 'One'), approved('b', 'Two'))
    templates.soon(inbox.inbox)
    goes()
    await asked
    await until(async () => (await templatesOf(inbox)).length === 2)
    expect(meta.asked).toHaveLength(3)
    await templates.stop()
  })

  test('of a platform without templates has nothing to synchronise', async () => {
    const { inbox } = await here.connect('telegram')
    expect(await sync('http://127.0.0.1:9').now(inbox)).toBeUndefined()
  })
})
