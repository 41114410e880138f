import { describe, expect, test } from 'vitest'
import { read } from '../../sync-server/platforms/whatsapp/read.ts'
import {
  account,
  change,
  failedStatus,
  hook,
  image,
  noon,
  reaction,
  sheena,
  status,
  systemChange,
  text,
  unsupported,
  withoutNumber
} from './payloads.ts'

const at = noon * 1000
const number = (value: string) => ({ platform: 'whatsapp', kind: 'wa_id', value })
const user = (value: string) => ({ platform: 'whatsapp', kind: 'user_id', value })
const readOne = (item: object) => read(hook(change({ contacts: [sheena], messages: [item] })), account)

describe('what a customer wrote', () => {
  test('a text, its sender, and the platform’s own time', () => {
    expect(readOne(text('A', 'Does it come in another color?'))).toEqual([
      {
        kind: 'message',
        id: 'wamid.A',
        at,
        handles: [number('16505551234')],
        name: 'Sheena Nelson',
        content: { kind: 'text', text: 'Does it come in another color?' }
      }
    ])
  })

  test('an image is a photo with its caption, and where Meta has it', () => {
    expect(readOne(image)).toMatchObject([
      {
        content: {
          kind: 'media',
          items: [{ media: 'image', id: '1003383421387256', mime: 'image/jpeg' }],
          caption: 'Taj Mahal'
        }
      }
    ])
  })

  test('a reaction belongs to a message, and an empty one takes it away', () => {
    const of = 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA='
    expect(readOne(reaction)).toMatchObject([{ kind: 'reaction', of, emojis: ['👍'] }])
    const taken = { ...reaction, reaction: { message_id: of, emoji: '' } }
    expect(readOne(taken)).toMatchObject([{ kind: 'reaction', of, emojis: [] }])
  })

  test('what Meta cannot hand on itself is told all the same', () => {
    expect(readOne(unsupported)).toMatchObject([{ content: { kind: 'unsupported', what: 'unsupported' } }])
  })

  test('a kind that Meta invents tomorrow is kept', () => {
    const hologram = { ...text('B', ''), type: 'hologram', hologram: { url: 'x' } }
    expect(readOne(hologram)).toMatchObject([
      { content: { kind: 'unsupported', what: 'hologram', raw: JSON.stringify(hologram) } }
    ])
  })

  test.each(['constructor', 'toString', '__proto__'])(
    'also one that is called as every object calls something: %s',
    type => {
      const odd = { ...text('B', ''), type, [type]: { url: 'x' } }
      expect(readOne(odd)).toMatchObject([{ content: { kind: 'unsupported', what: type } }])
    }
  )

  test('the title of a pressed button is what the customer said', () => {
    const pressed = {
      ...text('C', ''),
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: '1', title: 'Yes, please' } }
    }
    expect(readOne(pressed)).toMatchObject([
      { content: { kind: 'choice', via: 'button', title: 'Yes, please', payload: '1' } }
    ])
  })

  test('a changed number is one more number of the same person', () => {
    expect(readOne(systemChange)).toMatchObject([
      { kind: 'notice', what: 'user_changed_number', handles: [number('16505551234'), number('12195555358')] }
    ])
  })

  test('a customer who shows no number is known by the business-scoped user id', () => {
    expect(read(hook(change(withoutNumber)), account)).toMatchObject([
      { kind: 'message', handles: [user('US.13491208655302741918')], name: 'Pablo' }
    ])
  })

  test('both, when both are there', () => {
    const message = { ...text('D', 'Hi'), from_user_id: 'US.1' }
    const contacts = [{ ...sheena, user_id: 'US.1' }]
    expect(read(hook(change({ contacts, messages: [message] })), account)).toMatchObject([
      { handles: [number('16505551234'), user('US.1')] }
    ])
  })

  test('a name belongs to its own number, in a batch with several people', () => {
    const bob = { profile: { name: 'Bob' }, wa_id: '4915550000001' }
    const messages = [text('E', 'one', noon, bob.wa_id), text('F', 'two')]
    expect(read(hook(change({ contacts: [sheena, bob], messages })), account)).toMatchObject([
      { name: 'Bob', handles: [number(bob.wa_id)] },
      { name: 'Sheena Nelson', handles: [number(sheena.wa_id)] }
    ])
  })

  test('a text longer than a conversation keeps is shown in part, and kept whole elsewhere', () => {
    const long = text('G', 'é'.repeat(70_000))
    const [message, letter] = readOne(long)
    expect(message).toMatchObject({
      kind: 'message',
      content: { kind: 'unsupported', what: 'text', caption: 'é'.repeat(20_000) }
    })
    expect(letter).toEqual({
      kind: 'unread',
      why: 'is too long to keep in the conversation',
      raw: JSON.stringify(long)
    })
  })
})

describe('what became of a message', () => {
  test.each(['sent', 'delivered', 'read'])('%s', word => {
    expect(read(hook(change({ statuses: [status('S', word)] })), account)).toEqual([
      {
        kind: 'receipt',
        platformId: 'wamid.S',
        message: null,
        status: word,
        word,
        at,
        failure: null,
        handles: [number('16505551234')]
      }
    ])
  })

  test('a voice message that was played was read', () => {
    expect(read(hook(change({ statuses: [status('S', 'played')] })), account)).toMatchObject([
      { status: 'read', word: 'played' }
    ])
  })

  test('a failure says its code, and why in words for a person', () => {
    expect(read(hook(change({ statuses: [failedStatus('S')] })), account)).toMatchObject([
      { status: 'failed', failure: { code: '131049', reason: expect.stringContaining('chose not to deliver') } }
    ])
  })

  test('our own id comes back, and a recipient without a number is found by the user id', () => {
    const told = status('S', 'read', noon, {
      recipient_id: undefined,
      recipient_user_id: 'US.1',
      biz_opaque_callback_data: 'reply-1'
    })
    expect(read(hook(change({ statuses: [told] })), account)).toMatchObject([
      { message: 'reply-1', handles: [user('US.1')] }
    ])
  })
})

describe('a batch', () => {
  test('all entries, all changes, all messages and all statuses are read', () => {
    const entry = (n: number) => ({
      id: `${n}`,
      changes: [
        change({
          contacts: [sheena],
          messages: [text(`${n}a`, 'a'), text(`${n}b`, 'b')],
          statuses: [status(`${n}c`, 'sent'), status(`${n}d`, 'read')]
        }),
        change({ contacts: [sheena], messages: [text(`${n}e`, 'e')] })
      ]
    })
    const reports = read({ object: 'whatsapp_business_account', entry: [entry(1), entry(2), entry(3)] }, account)
    const ids = reports.map(report =>
      report.kind === 'message' ? report.id : report.kind === 'receipt' ? report.platformId : ''
    )
    expect(ids).toEqual([1, 2, 3].flatMap(n => ['a', 'b', 'c', 'd', 'e'].map(letter => `wamid.${n}${letter}`)))
  })

  test('one malformed item costs only itself, and is kept as it came', () => {
    const broken = [
      { ...text('X', 'no time'), timestamp: 'yesterday' },
      { ...text('Y', 'no sender'), from: undefined },
      { ...text('Z', 'an id of another world'), id: 'no id at all' },
      'not even an object'
    ]
    const reports = read(
      hook(
        change({
          contacts: [sheena, { wa_id: '4915550000001' }],
          messages: [text('A', 'first'), ...broken, text('B', 'last')]
        })
      ),
      account
    )
    expect(reports.map(report => report.kind)).toEqual(['message', 'unread', 'unread', 'unread', 'unread', 'message'])
    const kept = reports.flatMap(report => (report.kind === 'unread' ? [report.raw] : []))
    expect(kept).toEqual(broken.map(item => JSON.stringify(item)))
  })

  test('what is for another phone number is not read into this inbox', () => {
    const other = change({ contacts: [sheena], messages: [text('A', 'hi')] }, '999')
    expect(read(hook(other, change({ contacts: [sheena], messages: [text('B', 'hi')] })), account)).toMatchObject([
      { kind: 'unread', why: 'is for another phone number', raw: JSON.stringify(other) },
      { kind: 'message', id: 'wamid.B' }
    ])
  })

  test.each([
    [null],
    [[]],
    ['text'],
    [{}],
    [{ entry: 'x' }],
    [{ entry: [null] }],
    [{ entry: [{ changes: [7] }] }],
    [hook({ field: 'account_update', value: 7 })],
    [hook({ field: 'shops_update', value: { event: 'SHOP_CREATED' } })],
    [hook(change({}))]
  ])('%j is kept, whatever it is', payload => {
    const reports = read(payload, account)
    expect(reports.map(report => report.kind)).toEqual(['unread'])
  })
})

describe('what became of a message, and who else answered', () => {
  const of = 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA='
  const item = (type: string, part: object) => ({ ...text('R', ''), type, [type]: part })

  test('a revoke unsends, and an edit says it anew', () => {
    expect(readOne(item('revoke', { original_message_id: of }))).toMatchObject([{ kind: 'unsent', message: of }])
    const edited = { context: { id: of }, type: 'text', text: { body: 'Tuesday' } }
    expect(readOne(item('edit', { original_message_id: of, message: edited }))).toMatchObject([
      { kind: 'edit', message: of, content: { kind: 'text', text: 'Tuesday' } }
    ])
  })

  test('what was sent from the WhatsApp Business app is told of the customer it went to', () => {
    const echo = { ...text('E', 'Come by'), from: '15550783881', to: sheena.wa_id }
    const { contacts: _contacts, ...rest } = change({ message_echoes: [echo] })
    expect(read(hook({ ...rest, field: 'smb_message_echoes' }), account)).toMatchObject([
      { kind: 'echo', handles: [number(sheena.wa_id)], content: { kind: 'text', text: 'Come by' } }
    ])
  })

  test('a message in a group is shown as that, and opens no window', () => {
    expect(readOne({ ...text('G', 'Hello all'), group_id: 'Y2FwaV9ncm91cDox' })).toMatchObject([
      {
        kind: 'message',
        content: { kind: 'unsupported', what: 'group_message', caption: 'Hello all', elsewhere: true }
      }
    ])
  })

  test('the ad somebody came from and the message they answer come with what they say', () => {
    const context = { from: '15550783881', id: of, forwarded: true }
    const referral = {
      source_type: 'ad',
      source_url: 'https://fb.me/1',
      source_id: '9',
      headline: 'Fresh',
      body: 'Daily'
    }
    expect(readOne({ ...text('A', 'Is it?'), context, referral })).toMatchObject([
      {
        content: {
          kind: 'text',
          replyTo: { message: of },
          forwarded: true,
          referral: { source: 'ad', headline: 'Fresh', body: 'Daily', url: 'https://fb.me/1', id: '9' }
        }
      }
    ])
  })
})
