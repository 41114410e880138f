import { describe, expect, test } from 'vitest'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { read } from '../../sync-server/platforms/whatsapp/read.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { account, change, hook, noon, sheena, signed, text } from './payloads.ts'
import { logger, world } from './world.ts'

/** What Meta's reference has of fields that are about the account, with our own words and ids in it. */

const here = world()
const business = '102290129340398'
const told = (field: string, value: object, time: number | null = noon) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: business, ...(time !== null && { time }), changes: [{ field, value }] }]
})
const readOne = (field: string, value: object) => {
  const [report, ...more] = read(told(field, value), account, { business, cameAt: 7 })
  expect(more).toEqual([])
  return report
}
const number = { display_phone_number: '15550783881' }
const template = {
  message_template_id: 1689556908129832,
  message_template_name: 'spring_sale',
  message_template_language: 'en-US'
}
const restrictions = [
  { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_641_330_498 },
  { restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING', expiration: 'May 2, 2022' },
  { restriction_type: 'RESTRICTED_CAROUSELS' }
]

const lines: readonly (readonly [string, object, boolean, string])[] = [
  [
    'account_update',
    { event: 'VERIFIED_ACCOUNT', phone_number: '15550783881' },
    false,
    'WhatsApp has verified the account.'
  ],
  [
    'account_update',
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: 'April 17, 2025' } },
    true,
    'WhatsApp has disabled the business account on April 17, 2025. Nothing can be sent.'
  ],
  [
    'account_update',
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE', waba_ban_date: 'April 17, 2025' } },
    true,
    'WhatsApp will disable the business account on April 17, 2025.'
  ],
  [
    'account_update',
    { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } },
    false,
    'WhatsApp has opened the business account again.'
  ],
  [
    'account_update',
    { event: 'ACCOUNT_RESTRICTION', restriction_info: restrictions },
    true,
    'WhatsApp has restricted the business account: customers cannot be written to first until 4 January 2022; ' +
      'customers who write cannot be answered until May 2, 2022; restricted carousels.'
  ],
  [
    'account_update',
    { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ADULT' } },
    true,
    'WhatsApp says that the business account breaks its rules: adult.'
  ],
  [
    'account_update',
    { event: 'ACCOUNT_DELETED' },
    true,
    'The business account was deleted at WhatsApp. Nothing can be sent.'
  ],
  [
    'account_update',
    { event: 'PARTNER_REMOVED', disconnection_info: { reason: 'PRIMARY_INACTIVITY', initiated_by: 'SYSTEM' } },
    true,
    'The business account is no longer shared with a partner: primary inactivity. If it was ours, nothing comes.'
  ],
  [
    'account_update',
    { event: 'PARTNER_ADDED', waba_info: { waba_id: business } },
    false,
    'The business account is shared with a partner.'
  ],
  ['account_update', { event: 'constructor' }, false, 'WhatsApp tells of the business account: constructor.'],
  [
    'account_alerts',
    {
      entity_type: 'BUSINESS',
      entity_id: '506914307656634',
      alert_info: {
        alert_severity: 'CRITICAL',
        alert_status: 'ACTIVE',
        alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_FAILED',
        alert_description: 'Write to support.'
      }
    },
    true,
    'WhatsApp does not raise the limits of the business.'
  ],
  [
    'account_alerts',
    { entity_type: 'WABA', alert_severity: 'INFORMATIONAL', alert_type: 'OBA_APPROVED' },
    false,
    'The number is an official business account now.'
  ],
  [
    'account_review_update',
    { decision: 'REJECTED' },
    true,
    'WhatsApp has looked at the business account and rejected it. Nothing can be sent.'
  ],
  [
    'phone_number_quality_update',
    { ...number, event: 'FLAGGED', current_limit: 'TIER_10K' },
    true,
    'The quality of +15550783881 is low: customers block or report it. In 24 hours at most 10,000 customers may be written to first.'
  ],
  [
    'phone_number_quality_update',
    { ...number, event: 'SOMETHING', old_limit: 'TIER_2K', max_daily_conversations_per_business: 'TIER_250' },
    true,
    'WhatsApp has lowered the limit of +15550783881. In 24 hours at most 250 customers may be written to first.'
  ],
  [
    'phone_number_quality_update',
    { ...number, event: 'UPGRADE', max_daily_conversations_per_business: 'TIER_UNLIMITED' },
    false,
    'WhatsApp has raised the limit of +15550783881. In 24 hours any number of customers may be written to first.'
  ],
  [
    'phone_number_name_update',
    { ...number, decision: 'REJECTED', requested_verified_name: 'Blue Fox', rejection_reason: 'NAME_NOT_CONSISTENT' },
    false,
    'The name “Blue Fox” of +15550783881 is rejected: name not consistent.'
  ],
  [
    'business_username_update',
    { ...number, username: 'blue_fox', status: 'approved' },
    false,
    'The username “blue_fox” of +15550783881 is approved: customers see it.'
  ],
  [
    'business_username_update',
    { ...number, username: 'blue_fox', status: 'deleted' },
    false,
    'The username “blue_fox” of +15550783881 is deleted.'
  ],
  [
    'business_capability_update',
    { max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 },
    false,
    'WhatsApp has other limits for the business. In 24 hours at most 2,000 customers may be written to first.'
  ],
  [
    'business_status_update',
    { business_id: 123, event: 'COMPROMISED_NOTIFICATION' },
    true,
    'Meta believes that somebody else got into the business portfolio.'
  ],
  [
    'security',
    { ...number, event: 'PIN_RESET_REQUEST', requester: '61555822107539' },
    false,
    'Somebody wants to turn off the two-step verification of +15550783881.'
  ],
  [
    'message_template_status_update',
    {
      ...template,
      event: 'REJECTED',
      reason: 'INVALID_FORMAT',
      rejection_info: { reason: 'Two gaps touch.', recommendation: 'Put words between.' }
    },
    true,
    'The template spring_sale (en-US) is rejected: invalid format.'
  ],
  [
    'message_template_status_update',
    { ...template, event: 'PAUSED', reason: 'NONE', other_info: { title: 'FIRST_PAUSE', description: 'Paused.' } },
    true,
    'The template spring_sale (en-US) is paused: first pause. It cannot be sent.'
  ],
  [
    'message_template_status_update',
    { ...template, event: 'FLAGGED', reason: null, disable_info: { disable_date: 1_641_330_498 } },
    true,
    'The template spring_sale (en-US) may soon be disabled, on 4 January 2022: customers do not like it.'
  ],
  [
    'message_template_quality_update',
    { ...template, previous_quality_score: 'GREEN', new_quality_score: 'RED' },
    true,
    'The quality of the template spring_sale (en-US) is low: it may soon be paused.'
  ],
  [
    // As the example of Meta's own page has it.
    'message_template_status_update',
    { ...template, previous_quality_score: 'RED', new_quality_score: 'GREEN' },
    false,
    'The quality of the template spring_sale (en-US) is high again.'
  ],
  [
    'template_category_update',
    { ...template, new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: 1_641_330_498 },
    false,
    'The template spring_sale (en-US) will count as marketing from 4 January 2022 on, and has another price then.'
  ],
  [
    'template_category_update',
    { ...template, previous_category: 'UTILITY', new_category: 'MARKETING' },
    false,
    'The template spring_sale (en-US) counts as marketing and no longer as utility.'
  ],
  [
    'template_correct_category_detection',
    { ...template, category: 'UTILITY', correct_category: 'MARKETING' },
    false,
    'The template spring_sale (en-US) looks like marketing to WhatsApp, not utility.'
  ]
]

describe('what WhatsApp tells of an account', () => {
  test.each(lines)('%s %j is a line', (field, value, trouble, sentence) => {
    const about = field.includes('template') ? 'templates' : 'account'
    const news = { id: expect.stringMatching(/^digest:/), at: noon * 1000, about, trouble, sentence }
    expect(readOne(field, value)).toEqual({ kind: 'account', about, news: { ...news, words: expect.any(String) } })
  })

  test('its own words stand beside ours, and no more of them than a person reads', () => {
    const alert = { alert_severity: 'WARNING', alert_description: 'Show who you are.', alert_type: null }
    expect(readOne('account_alerts', { entity_id: 12, alert_info: alert })).toMatchObject({
      news: { words: 'entity_id: 12, alert_severity: WARNING, alert_description: Show who you are.' }
    })
    const long = { event: 'Ü'.repeat(5000), rejected: Array.from({ length: 500 }, () => 'NONE') }
    const report = readOne('account_update', long)
    expect(report).toMatchObject({ news: { sentence: expect.any(String), words: expect.any(String) } })
    expect(JSON.stringify(report).length).toBeLessThan(2000)
  })

  test.each([
    ['message_template_status_update', { ...template, event: 'APPROVED', reason: 'NONE' }],
    ['message_template_quality_update', { ...template, previous_quality_score: 'UNKNOWN', new_quality_score: 'GREEN' }],
    ['message_template_components_update', { ...template, message_template_element: 'Thank you, {{1}}!' }]
  ])('that the list of templates says by itself is no line: %s', (field, value) => {
    expect(readOne(field, value)).toEqual({ kind: 'account', about: 'templates', news: null })
  })

  test('an entry without a time came when it came', () => {
    const [report] = read(told('security', { event: 'PIN_CHANGED' }, null), account, { cameAt: 7 })
    expect(report).toMatchObject({ kind: 'account', news: { at: 7 } })
  })

  test.each([
    ['account_update', {}, 'says nothing'],
    ['account_update', { event: null }, 'says nothing'],
    ['shops_update', { event: 'SHOP_CREATED' }, 'is not about messages but shops_update'],
    ['toString', { event: 'x' }, 'is not about messages but toString']
  ])('%s %j is a letter nobody could read', (field, value, why) => {
    expect(readOne(field, value)).toMatchObject({ kind: 'unread', why })
  })

  test('what is of another business account is not of this inbox', () => {
    const [report] = read(told('account_update', { event: 'ACCOUNT_DELETED' }), account, { business: '999', cameAt: 7 })
    expect(report).toMatchObject({ kind: 'unread', why: 'is for another business account' })
  })
})

describe('a webhook that is about the account', () => {
  const post = async (inbox: InboxSecret, payload: unknown, soon: string[] = []) => {
    const { log, actors, people, letters, news, secrets } = here
    const templates = { soon: (of: string) => void soon.push(of) }
    const routes = webhookRoutes({ log, actors, people, letters, news, templates, secrets, logger })
    return (await routes.request(`/whatsapp/${inbox.inbox}`, signed(payload))).status
  }
  const newsOf = async ({ tenant, inbox }: InboxSecret) => (await here.news.of(tenant)).get(inbox) ?? []

  test('is a line for its inbox, once, and no letter; customers in the same call are heard as always', async () => {
    const [inbox, other] = [await here.connect('whatsapp'), await here.connect('whatsapp')]
    const soon: string[] = []
    const down = { ...told('account_update', { event: 'ACCOUNT_DELETED' }) }
    const both = hook(
      ...down.entry.flatMap(({ changes }) => changes),
      change({ contacts: [sheena], messages: [text('A', 'hi')] })
    )
    for (const payload of [down, down, both]) expect(await post(inbox, payload, soon)).toBe(200)
    expect((await newsOf(inbox)).filter(({ at }) => at === noon * 1000)).toHaveLength(1)
    expect(await here.letters.count(inbox.tenant)).toBe(0)
    expect((await here.facts(inbox.tenant)).map(({ type }) => type)).toContain('conversation.message-received')
    expect([await newsOf(other), await here.letters.count(other.tenant), soon]).toEqual([[], 0, []])
    expect((await here.news.of(other.tenant)).size).toBe(0)
  })

  test('however deep it goes, it is heard, and so are the customers in the same call', async () => {
    const inbox = await here.connect('whatsapp')
    const deep: unknown = JSON.parse(`${'{"a":['.repeat(20_000)}7${']}'.repeat(20_000)}`)
    const fields = ['account_update', 'something_new'].map(field => ({
      field,
      value: { event: 'ACCOUNT_DELETED', deep }
    }))
    const all = hook(...fields, change({ contacts: [sheena], messages: [text('DEEP', 'hi')] }))
    expect(await post(inbox, all, [])).toBe(200)
    expect(await newsOf(inbox)).toMatchObject([{ trouble: true, words: 'event: ACCOUNT_DELETED' }])
    expect(await here.letters.count(inbox.tenant)).toBe(1)
    expect((await here.facts(inbox.tenant)).map(({ type }) => type)).toContain('conversation.message-received')
  })

  test('is kept, the latest first, and what is said of templates pushes out nothing else', async () => {
    const inbox = await here.connect('whatsapp')
    const soon: string[] = []
    const rejected = (n: number) =>
      told(
        'message_template_status_update',
        { ...template, message_template_name: `t${n}`, event: 'REJECTED' },
        noon + n
      )
    expect(await post(inbox, told('account_update', { event: 'ACCOUNT_DELETED' }))).toBe(200)
    const entry = Array.from({ length: 30 }, (_, n) => rejected(n).entry).flat()
    expect(await post(inbox, { entry }, soon)).toBe(200)
    expect(await post(inbox, rejected(3), soon)).toBe(200)
    const sentences = (await newsOf(inbox)).map(({ sentence }) => sentence)
    expect(sentences).toHaveLength(11)
    expect(sentences[0]).toContain('t29')
    expect(sentences[9]).toContain('t20')
    expect(sentences[10]).toContain('deleted')
    expect(soon).toEqual([inbox.inbox, inbox.inbox])
  })

  test('is told again when it was not kept', async () => {
    const inbox = await here.connect('whatsapp')
    const { log, actors, people, letters, secrets } = here
    const fails = { keep: () => Promise.reject(Object.assign(new Error('disk full'), { code: '53100' })) }
    const routes = webhookRoutes({ log, actors, people, letters, news: fails, secrets, logger })
    const said = signed(told('account_update', { event: 'ACCOUNT_DELETED' }))
    expect((await routes.request(`/whatsapp/${inbox.inbox}`, said)).status).toBe(503)
  })
})
