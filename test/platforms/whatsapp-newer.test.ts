import { describe, expect, test } from 'vitest'
import { read } from '../../sync-server/platforms/whatsapp/read.ts'
import { account, change, hook, noon, sheena, status, text } from './payloads.ts'

/** What Meta has added since, in our own words; and what only other people's payloads have shown. */

const at = noon * 1000
const number = (value: string) => ({ platform: 'whatsapp', kind: 'wa_id', value })
const user = (value: string) => ({ platform: 'whatsapp', kind: 'user_id', value })
const readAll = (parts: Record<string, unknown>, field = 'messages') => read(hook({ ...change(parts), field }), account)
const readOne = (item: object) => readAll({ contacts: [sheena], messages: [item] })
const of = (type: string, parts: object, more: object = {}) => ({ ...text('N', ''), type, [type]: parts, ...more })
const readEcho = (item: object) =>
  readAll({ message_echoes: [{ ...item, from: '15550783881', to: sheena.wa_id }] }, 'smb_message_echoes')

describe('who somebody is', () => {
  test('a new user id is one more of the same person, with or without a number', () => {
    const system = {
      body: 'User Sheena changed from US.101 to US.134',
      user_id: 'US.134',
      previous_user_id: 'US.101',
      type: 'user_changed_user_id'
    }
    const { from: _from, ...alone } = of('system', system)
    expect(readAll({ messages: [alone] })).toMatchObject([
      { kind: 'notice', what: 'user_changed_user_id', handles: [user('US.134'), user('US.101')] }
    ])
    const moved = { ...system, wa_id: '12195555358', type: 'user_changed_number' }
    expect(readAll({ messages: [of('system', moved)] })).toMatchObject([
      { handles: [number(sheena.wa_id), number('12195555358'), user('US.134'), user('US.101')] }
    ])
  })

  test('a new user id is told by a webhook of its own as well', () => {
    const detail = 'User id for Sheena Nelson has been updated.'
    const update = { detail, user_id: { previous: 'US.101', current: 'US.134' }, timestamp: String(noon) }
    const told = (item: object) => readAll({ user_id_update: [item] }, 'user_id_update')
    expect(told(update)).toMatchObject([
      {
        kind: 'notice',
        what: 'user_changed_user_id',
        at,
        quiet: true,
        text: detail,
        handles: [user('US.134'), user('US.101')]
      }
    ])
    expect(told({ ...update, wa_id: sheena.wa_id })).toMatchObject([
      { handles: [number(sheena.wa_id), user('US.134'), user('US.101')] }
    ])
    expect(told({ detail, timestamp: String(noon) })).toMatchObject([{ kind: 'unread', why: 'names no customer' }])
  })

  test('a user id where a number was expected is a user id: as a number nothing would reach it', () => {
    const contacts = [{ profile: { name: 'Sheena Nelson' }, wa_id: 'US.134', user_id: 'US.134' }]
    const item = { ...text('A', 'Hi'), from: 'US.134', from_user_id: 'US.134' }
    expect(readAll({ contacts, messages: [item] })).toMatchObject([
      { kind: 'message', handles: [user('US.134')], name: 'Sheena Nelson' }
    ])
  })

  test('who has no name is called by their username', () => {
    const contacts = [{ profile: { username: 'real_sheena' }, wa_id: sheena.wa_id }]
    expect(readAll({ contacts, messages: [text('A', 'Hi')] })).toMatchObject([{ name: 'real_sheena' }])
  })

  test('a number that is written as one', () => {
    const item = { ...text('A', 'Hi'), from: 16505551234 }
    const contacts = [{ profile: { name: 'Sheena Nelson' }, wa_id: 16505551234 }]
    expect(readAll({ contacts, messages: [item] })).toMatchObject([
      { kind: 'message', handles: [number(sheena.wa_id)], name: 'Sheena Nelson' }
    ])
  })
})

describe('what was done in a group', () => {
  const group = { group_id: 'Y2FwaV9ncm91cDox' }

  test('a changed message is still one of the group, and none to us', () => {
    const edited = { original_message_id: 'wamid.G', message: { type: 'text', text: { body: 'Hello everybody' } } }
    expect(readOne(of('edit', edited, group))).toMatchObject([
      {
        kind: 'edit',
        message: 'wamid.G',
        content: { kind: 'unsupported', what: 'group_message', caption: 'Hello everybody', elsewhere: true }
      }
    ])
  })

  test('a reaction on somebody else’s message there is none in a conversation', () => {
    expect(readOne(of('reaction', { message_id: 'wamid.G', emoji: '👍' }, group))).toMatchObject([
      { kind: 'unread', why: 'is a reaction in a group' }
    ])
  })
})

describe('what was done in the WhatsApp Business app', () => {
  test('an edit and a revoke there are ours', () => {
    const edited = { original_message_id: 'wamid.O', message: { type: 'text', text: { body: 'Come at two' } } }
    expect(readEcho(of('edit', edited))).toMatchObject([{ kind: 'edit', message: 'wamid.O', ours: true }])
    expect(readEcho(of('revoke', { original_message_id: 'wamid.O' }))).toMatchObject([
      { kind: 'unsent', message: 'wamid.O', ours: true }
    ])
  })

  test('a customer’s own edit is not', () => {
    const [report] = readOne(of('revoke', { original_message_id: 'wamid.O' }))
    expect(report).not.toHaveProperty('ours')
  })
})

describe('what a customer sends', () => {
  test('a form that was filled in says its answers, and not only that it was sent', () => {
    const response_json = '{"flow_token":"t-1","first_name":"Sheena","sizes":["M","L"],"note":""}'
    const form = { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json } }
    expect(readOne(of('interactive', form))).toMatchObject([
      {
        content: {
          kind: 'choice',
          via: 'form',
          title: 'Sent',
          description: 'first name: Sheena\nsizes: ["M","L"]',
          payload: response_json
        }
      }
    ])
    const bent = { ...form, nfm_reply: { ...form.nfm_reply, response_json: '{' } }
    expect(readOne(of('interactive', bent))).toMatchObject([{ content: { title: 'Sent', payload: '{' } }])
  })

  test('a question about a product says about which', () => {
    const context = {
      from: '15550783881',
      id: 'wamid.C',
      referred_product: { catalog_id: '9', product_retailer_id: 'SKU-7' }
    }
    expect(readOne({ ...text('A', 'Still there?'), context })).toMatchObject([
      { content: { kind: 'text', referral: { source: 'product', headline: 'SKU-7', id: 'SKU-7' } } }
    ])
  })

  test('a product that was passed on', () => {
    const product = {
      type: 'product',
      body: { text: 'This one' },
      action: { catalog_id: '9', product_retailer_id: 'SKU-7' }
    }
    expect(readOne(of('interactive', product))).toMatchObject([
      { content: { kind: 'shared', what: 'product', title: 'This one\nSKU-7' } }
    ])
  })

  test('a card that says its name only in its old form', () => {
    const vcard = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN;CHARSET=UTF-8:Sheena Nelson\r\nTEL:+1 650\r\nEND:VCARD'
    const contacts = [
      { vcard, phones: [{ phone: '+1 650' }] },
      { vcard: 7, phones: [{ phone: '+1 651' }] }
    ]
    const { text: _text, ...item } = text('N', '')
    expect(readOne({ ...item, type: 'contacts', contacts })).toMatchObject([
      { content: { kind: 'cards', cards: [{ name: 'Sheena Nelson', phones: ['+1 650'] }, { name: '+1 651' }] } }
    ])
  })

  test('a voice by its older name', () => {
    expect(readOne(of('voice', { id: '77', mime_type: 'audio/ogg; codecs=opus' }))).toMatchObject([
      { content: { kind: 'media', items: [{ media: 'voice', id: '77' }] } }
    ])
  })

  test('what Meta cannot hand on is called what it is, and why is said where there is a reason', () => {
    const errors = (code: number, details: string) => ({ errors: [{ code, title: 'Error', error_data: { details } }] })
    const unknown = errors(131051, 'Message type is currently not supported.')
    const poll = readOne(of('unsupported', { type: 'poll_creation' }, unknown))
    expect(poll).toMatchObject([{ content: { kind: 'unsupported', what: 'poll_creation' } }])
    expect(poll).not.toMatchObject([{ content: { caption: expect.anything() } }])
    expect(
      readOne({
        ...text('A', ''),
        text: undefined,
        type: 'unsupported',
        ...errors(131060, 'Ask them to send it again.')
      })
    ).toMatchObject([{ content: { what: 'unsupported', caption: 'Ask them to send it again.' } }])
  })
})

describe('what is about the customer and no message', () => {
  test('whether they may be called', () => {
    const reply = (response: string) =>
      of('interactive', { type: 'call_permission_reply', call_permission_reply: { response } })
    expect(readOne(reply('accept'))).toMatchObject([
      { kind: 'notice', what: 'call-permission', text: expect.stringContaining('allows') }
    ])
    expect(readOne(reply('reject'))).toMatchObject([{ kind: 'notice', text: expect.stringContaining('does not want') }])
    expect(readOne(reply('hm'))).toMatchObject([{ kind: 'message', content: { kind: 'unsupported' } }])
  })

  test('that they opened the chat', () => {
    expect(readOne(of('request_welcome', {}))).toMatchObject([
      { kind: 'notice', what: 'opened-chat', name: 'Sheena Nelson' }
    ])
  })

  const call = (parts: object) => ({
    id: 'wacid.1',
    from: sheena.wa_id,
    to: '15550783881',
    direction: 'USER_INITIATED',
    timestamp: String(noon),
    ...parts
  })
  test.each([
    [{ event: 'connect' }, 'the customer called', undefined],
    [{ event: 'terminate', status: 'FAILED' }, 'the customer’s call was not answered', undefined],
    [{ event: 'terminate', status: 'COMPLETED', duration: 125 }, 'the call ended after 2:05 minutes', undefined],
    [
      { event: 'connect', direction: 'BUSINESS_INITIATED', from: '15550783881', to: sheena.wa_id },
      'the customer was called',
      true
    ]
  ])('a call: %j', (parts, words, quiet) => {
    const notice = { kind: 'notice', what: 'call', at, handles: [number(sheena.wa_id)], text: words }
    expect(readAll({ calls: [call(parts)] }, 'calls')).toMatchObject([{ ...notice, ...(quiet && { quiet }) }])
  })

  test('how a call to the customer goes, which stands among the statuses', () => {
    const ringing = { ...status('C', 'RINGING'), type: 'call' }
    expect(readAll({ statuses: [ringing] }, 'calls')).toMatchObject([
      {
        kind: 'notice',
        what: 'call',
        text: 'the customer was called: ringing',
        handles: [number(sheena.wa_id)],
        quiet: true
      }
    ])
    expect(readAll({ statuses: [{ ...ringing, type: 'message' }] })).toMatchObject([{ kind: 'unread' }])
  })

  test('a call of nobody is kept, and costs only itself', () => {
    const calls = [call({ event: 'connect', from: undefined }), 'broken', call({ event: 'connect' })]
    expect(readAll({ calls }, 'calls').map(report => report.kind)).toEqual(['unread', 'unread', 'notice'])
  })
})

describe('what became of a message of ours', () => {
  const failed = (error: object) => readAll({ statuses: [status('S', 'failed', noon, { errors: [error] })] })

  test('what Meta says of this very file is told beside what it means', () => {
    const details = 'Unsupported Video mime type text/html.'
    expect(failed({ code: 131053, title: 'Media upload error', error_data: { details } })).toMatchObject([
      { failure: { code: '131053', reason: `WhatsApp could not take the attachment. ${details}` } }
    ])
  })

  test.each([
    ['no errors', { errors: null }],
    ['an error without details', { errors: [{ code: 131026, title: 'x', error_data: null }] }],
    ['an error without a code', { errors: [{ title: 'x' }] }],
    ['an id of ours that is none', { biz_opaque_callback_data: 7 }]
  ])('it is told also where there are %s', (_what, parts) => {
    expect(readAll({ statuses: [status('S', 'failed', noon, parts)] })).toMatchObject([
      { kind: 'receipt', status: 'failed', platformId: 'wamid.S', failure: { reason: expect.stringMatching(/./) } }
    ])
  })
})

test.each(['standby', 'message_echoes'])('what is overheard while another app answers: %s', field => {
  const echo = { ...text('E', 'I am the assistant'), from: '15550783881', to: sheena.wa_id }
  const parts = { contacts: [sheena], messages: [text('A', 'Hi')], message_echoes: [echo] }
  expect(readAll(parts, field).map(report => report.kind)).toEqual(['message', 'echo'])
})

test('why a field that nobody knows is kept unread can be understood', () => {
  expect(readAll({}, 'shops_update')).toMatchObject([{ kind: 'unread', why: 'is not about messages but shops_update' }])
})
