import { describe, expect, test } from 'vitest'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { ad, fb, file, pageId, psid, tenMs } from './meta-events.ts'

const secret = { tenant: 't', inbox: 'i', platform: 'messenger', appSecret: 's', verifyToken: 'v', accessToken: 'a' }
const readIt = (payload: unknown) =>
  platformOf('messenger')?.hook?.read(payload, { ...secret, account: pageId, baseUrl: null }, 0) ?? []
const handles = [{ platform: 'messenger', kind: 'psid', value: psid }]
const from = { at: tenMs, handles }
const media = (...items: object[]) => ({ kind: 'media', items })
const url = (type: string) => `https://cdn.example.test/${type}`

describe('what a customer sends', () => {
  const golden: readonly (readonly [what: string, message: Record<string, unknown>, content: object])[] = [
    ['a text', { text: 'hello, world!' }, { kind: 'text', text: 'hello, world!' }],
    [
      'a quick reply',
      { text: 'Red', quick_reply: { payload: 'COLOR_RED' } },
      { kind: 'choice', via: 'quick-reply', title: 'Red', payload: 'COLOR_RED' }
    ],
    [
      'an answer to a message',
      { text: 'This one', reply_to: { mid: 'm_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU', is_self_reply: false } },
      { kind: 'text', text: 'This one', replyTo: { message: 'm_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU' } }
    ],
    ['a photo', { attachments: [file('image')] }, media({ media: 'image', url: url('image') })],
    [
      'two photos with words',
      { text: 'Both torn', attachments: [file('image', 'https://a.test/1'), file('image', 'https://a.test/2')] },
      {
        ...media({ media: 'image', url: 'https://a.test/1' }, { media: 'image', url: 'https://a.test/2' }),
        caption: 'Both torn'
      }
    ],
    ['a video', { attachments: [file('video')] }, media({ media: 'video', url: url('video') })],
    ['a recording', { attachments: [file('audio')] }, media({ media: 'audio', url: url('audio') })],
    [
      'a file',
      { attachments: [file('file', url('bill'), { title: 'bill.pdf' })] },
      media({ media: 'document', url: url('bill'), name: 'bill.pdf' })
    ],
    [
      'a sticker, told as an image',
      {
        attachments: [file('image', url('like'), { sticker_id: 369_239_263_222_822 })],
        sticker_id: 369_239_263_222_822
      },
      media({ media: 'sticker', id: '369239263222822', url: url('like') })
    ],
    [
      'a sticker, told twice while Meta changes it',
      {
        attachments: [
          file('image', url('like'), { sticker_id: 369_239_263_222_822 }),
          file('sticker', url('like'), { sticker_id: '369239263222822' })
        ]
      },
      media({ media: 'sticker', id: '369239263222822', url: url('like') })
    ],
    [
      'a place, from an old app',
      {
        attachments: [
          { type: 'location', title: "Ana's location", payload: { coordinates: { lat: 51.5007, long: -0.1246 } } }
        ]
      },
      { kind: 'location', latitude: 51.5007, longitude: -0.1246, name: "Ana's location" }
    ],
    [
      'a link that was typed',
      {
        text: 'https://shop.test/hat',
        attachments: [{ type: 'fallback', title: 'A hat', payload: { url: 'https://shop.test/hat', title: 'A hat' } }]
      },
      { kind: 'text', text: 'https://shop.test/hat' }
    ],
    [
      'a link that was passed on',
      { attachments: [{ type: 'fallback', payload: { url: 'https://shop.test/hat', title: 'A hat' } }] },
      { kind: 'shared', what: 'link', title: 'A hat', url: 'https://shop.test/hat' }
    ],
    [
      'a reel, with words',
      { text: 'Like this', attachments: [file('reel', url('reel'), { title: 'Spring', reel_video_id: 7 })] },
      { kind: 'shared', what: 'reel', title: 'Like this\nSpring', url: url('reel') }
    ],
    ['a reel of Instagram', { attachments: [file('ig_reel')] }, { kind: 'shared', what: 'reel', url: url('ig_reel') }],
    ['a post', { attachments: [file('post')] }, { kind: 'shared', what: 'post', url: url('post') }],
    ['a post of Instagram', { attachments: [file('ig_post')] }, { kind: 'shared', what: 'post', url: url('ig_post') }],
    [
      'products of the shop',
      {
        attachments: [
          {
            type: 'template',
            payload: {
              product: {
                elements: [
                  { id: '1', retailer_id: 'hat-1', image_url: url('hat'), title: 'Hat', subtitle: '€10' },
                  { id: '2', retailer_id: 'cap-1', image_url: url('cap'), title: 'Cap', subtitle: '€8' }
                ]
              }
            }
          }
        ]
      },
      { kind: 'shared', what: 'product', title: 'Hat\n€10\nCap\n€8', url: url('hat') }
    ],
    [
      'words after an ad',
      { text: 'Is it still on?', referral: ad },
      {
        kind: 'text',
        text: 'Is it still on?',
        referral: { source: 'ad', headline: 'Half price', id: '6045246247433', ref: 'spring' }
      }
    ],
    [
      'words about a product',
      { text: 'In red?', referral: { product: { id: '4233' } } },
      { kind: 'text', text: 'In red?', referral: { source: 'product', id: '4233' } }
    ]
  ]

  test.each(golden)('%s', (_what, message, content) => {
    const report = { kind: 'message', id: 'm_1457764197618:41d102', ...from, name: null, content }
    expect(readIt(fb.hook(fb.message('m_1457764197618:41d102', message)))).toEqual([report])
  })

  test.each([
    ['a booking', { attachments: [{ type: 'appointment_booking', payload: { start: 1 } }] }, 'appointment_booking'],
    ['a fallback without anything', { attachments: [{ type: 'fallback' }] }, 'fallback'],
    ['a photo without an address', { text: 'See', attachments: [{ type: 'image', payload: {} }] }, 'image'],
    ['a kind of tomorrow', { attachments: [file('hologram')] }, 'hologram'],
    ['a name of every object', { attachments: [file('constructor')] }, 'constructor'],
    ['its parent', { attachments: [file('__proto__')] }, '__proto__'],
    ['two of tomorrow', { attachments: [file('hologram'), file('scent')] }, 'attachments'],
    ['nothing', {}, 'message'],
    ['what Meta cannot hand on', { is_unsupported: true }, 'unsupported'],
    [
      'a place off the globe',
      { attachments: [{ type: 'location', payload: { coordinates: { lat: 512, long: 0 } } }] },
      'location'
    ],
    ['a novel', { text: 'x'.repeat(20_001) }, 'text']
  ])('%s is shown as what it is, and kept as it came', (_what, message, what) => {
    const item = fb.message('m_1', message)
    expect(readIt(fb.hook(item))).toMatchObject([
      { kind: 'message', id: 'm_1', handles, content: { kind: 'unsupported', what, raw: JSON.stringify(item) } }
    ])
  })

  test('a press of a button, with what brought the customer here', () => {
    const pressed = { mid: 'm_press', title: 'Get started', payload: 'GO', referral: { ref: 'x', source: 'SHORTLINK' } }
    const referral = { source: 'link', ref: 'x' }
    const content = { kind: 'choice', via: 'postback', title: 'Get started', payload: 'GO', referral }
    expect(readIt(fb.hook(fb.event({ postback: pressed }, tenMs)))).toEqual([
      { kind: 'message', id: 'm_press', ...from, name: null, content }
    ])
    const overheard = {
      object: 'page',
      entry: [{ id: pageId, standby: [fb.event({ postback: { title: 'Hi' } }, tenMs)] }]
    }
    const [report] = readIt(overheard)
    expect(report).toMatchObject({ kind: 'message', content: { via: 'postback', title: 'Hi' } })
    expect(readIt(overheard)).toEqual([report])
  })

  test('a cart is an order', () => {
    const products = [
      { id: 123, retailer_id: 'retailer_id_1', name: 'name1', unit_price: 11, currency: 'THB', quantity: 1 },
      { id: 456, retailer_id: 'retailer_id_2', name: 'name2', unit_price: 22, currency: 'THB', quantity: 2 }
    ]
    const items = [
      { product: 'name1', quantity: 1, price: 11, currency: 'THB' },
      { product: 'name2', quantity: 2, price: 22, currency: 'THB' }
    ]
    expect(readIt(fb.hook(fb.event({ order: { products, note: 'foobar' } }, tenMs)))).toMatchObject([
      { kind: 'message', id: `order:${psid}:${tenMs}`, ...from, content: { kind: 'order', items, text: 'foobar' } }
    ])
  })
})

describe('what becomes of a message', () => {
  test('an edit; five of one message are five', () => {
    const edit = (num_edit: number) => fb.event({ message_edit: { mid: 'm_1', text: `v${num_edit}`, num_edit } }, tenMs)
    const reports = readIt(fb.hook(...[1, 2, 3, 4, 5].map(edit)))
    expect(reports).toMatchObject(
      [1, 2, 3, 4, 5].map(n => ({ kind: 'edit', message: 'm_1', content: { text: `v${n}` } }))
    )
    expect(new Set(reports.map(report => 'id' in report && report.id)).size).toBe(5)
  })

  test.each([
    [{ reaction: 'other', emoji: '🔥', action: 'react' }, ['🔥']],
    [{ reaction: 'love', action: 'react' }, ['❤️']],
    [{ reaction: 'constructor', action: 'react' }, ['(constructor)']],
    [{ action: 'unreact' }, []],
    [{ reaction: 'love', emoji: '❤️', action: 'unreact' }, []]
  ])('a reaction %j leaves %j', (reaction, emojis) => {
    expect(readIt(fb.hook(fb.event({ reaction: { mid: 'm_1', ...reaction } }, tenMs)))).toMatchObject([
      { kind: 'reaction', of: 'm_1', emojis, ...from }
    ])
  })

  test('a reaction of ours, from elsewhere', () => {
    const given = { reaction: { mid: 'm_1', action: 'react', emoji: '👍' } }
    expect(readIt(fb.hook(fb.ours(given)))).toMatchObject([{ kind: 'reaction', ours: true, handles }])
  })

  test('delivered and read, by name and up to a moment', () => {
    const { timestamp: _none, ...delivered } = fb.event({ delivery: { mids: ['m_1', 'm_2'], watermark: tenMs + 5 } }, 0)
    const up = { kind: 'receipt-up-to', at: tenMs + 5, upTo: tenMs + 5, handles }
    expect(readIt(fb.hook(delivered))).toMatchObject([
      { kind: 'receipt', platformId: 'm_1', status: 'delivered', message: null },
      { kind: 'receipt', platformId: 'm_2', status: 'delivered' },
      { ...up, status: 'delivered' }
    ])
    expect(readIt(fb.hook(fb.event({ read: { watermark: tenMs } }, tenMs + 9)))).toEqual([
      { kind: 'receipt-up-to', at: tenMs + 9, upTo: tenMs, status: 'read', handles }
    ])
  })

  test('an echo, with our own id when we sent it, and without when another app did', () => {
    const [own, other, elsewhere] = readIt(
      fb.hook(
        fb.echo('m_1', { text: 'Yes', metadata: 'reply-1' }),
        fb.echo('m_2', { text: 'Yes', metadata: 'not one of our ids!' }),
        fb.echo('m_3', {
          attachments: [{ type: 'template', payload: { template_type: 'button', text: 'Which size?' } }]
        })
      )
    )
    expect(own).toEqual({
      kind: 'echo',
      id: 'm_1',
      ...from,
      message: 'reply-1',
      content: { kind: 'text', text: 'Yes' }
    })
    expect(other).toMatchObject({ kind: 'echo', message: null })
    expect(elsewhere).toMatchObject({
      kind: 'echo',
      content: { kind: 'shared', what: 'template', title: 'Which size?' }
    })
  })
})

describe('what is about the customer and no message', () => {
  test.each([
    ['referral', { referral: ad }, 'the customer came from an ad: Half price'],
    ['referral', { referral: { ref: 'menu', source: 'SHORTLINK' } }, 'the customer came from a link: menu'],
    [
      'optin',
      { optin: { type: 'notification_messages', title: 'News' } },
      'the customer agreed to be written to: News'
    ],
    [
      'optin',
      { optin: { notification_messages_status: 'STOP_NOTIFICATIONS', title: 'News' } },
      'the customer wants no more messages: News'
    ],
    [
      'pass_thread_control',
      { pass_thread_control: { previous_owner_app_id: null, new_owner_app_id: '123456789' } },
      'the conversation was passed from nobody to app 123456789'
    ],
    [
      'take_thread_control',
      { take_thread_control: { previous_owner_app_id: '12', new_owner_app_id: '34' } },
      'the conversation was taken from app 12 to app 34'
    ],
    [
      'request_thread_control',
      { request_thread_control: { requested_owner_app_id: 12 } },
      'app 12 asks for the conversation'
    ],
    ['account_linking', { account_linking: { status: 'linked' } }, 'the customer linked their account'],
    ['hologram', { hologram: { depth: 3 } }, 'something Daybook cannot show yet: hologram'],
    ['constructor', JSON.parse('{"constructor":{"a":1}}') as object, 'something Daybook cannot show yet: constructor']
  ])('%s is a quiet line', (what, parts, text) => {
    const item = fb.event(parts as Record<string, unknown>, tenMs)
    const reports = readIt(fb.hook(item))
    expect(reports).toMatchObject([{ kind: 'notice', what, text, raw: JSON.stringify(item), name: null, ...from }])
    expect(readIt(fb.hook(item))).toEqual(reports)
  })
})

test('an event of tomorrow that is too long for a quiet line is kept beside it', () => {
  const reports = readIt(fb.hook(fb.event({ hologram: 'x'.repeat(70_000) }, tenMs)))
  expect(reports.map(report => report.kind)).toEqual(['notice', 'unread'])
})

describe('where it comes from', () => {
  const hello = { kind: 'message', id: 'm_1', content: { kind: 'text', text: 'hi' } }
  const item = fb.message('m_1', { text: 'hi' })

  test('all entries, all of each, and what another app answers', () => {
    const entry = (...messaging: unknown[]) => ({ id: pageId, time: 1, messaging })
    const second = fb.message('m_2', { text: 'two' })
    const call = fb.entries(
      entry(item, second),
      { id: pageId, standby: [fb.message('m_3', { text: 'three' })] },
      entry(item)
    )
    expect(readIt(call).map(report => 'id' in report && report.id)).toEqual(['m_1', 'm_2', 'm_3', 'm_1'])
  })

  test.each([
    ['block', true, /has blocked the page/],
    ['warning', true, /warns/],
    ['unblock', false, /opened the blocked page again/]
  ])('that Meta enforces its rules is news for the admins: %s', (action, trouble, sentence) => {
    const policy_enforcement = { action, reason: 'Common violations include spam.' }
    const told = { recipient: { id: pageId }, timestamp: tenMs, policy_enforcement }
    const news = { at: tenMs, trouble, sentence: expect.stringMatching(sentence), words: policy_enforcement.reason }
    expect(readIt(fb.hook(told))).toMatchObject([{ kind: 'account', about: 'account', news }])
  })

  test('what happens on the page itself is said once, and nothing of it is kept', () => {
    const post = (post_id: string) => ({ field: 'feed', value: { post_id, message: 'Lovely shop', verb: 'add' } })
    const reports = readIt(fb.entries({ id: pageId, time: tenMs, changes: [post('1'), post('2')] }))
    const news = { trouble: false, sentence: expect.stringMatching(/“feed”/), words: '' }
    expect(reports).toMatchObject([
      { kind: 'account', news },
      { kind: 'account', news }
    ])
    expect(new Set(reports.map(report => report.kind === 'account' && report.news?.id)).size).toBe(1)
    expect(JSON.stringify(reports)).not.toContain('Lovely')
  })

  test('in the shape of changes, whose times are seconds', () => {
    const value = { ...item, timestamp: '1795428000' }
    const changes = [
      { field: 'messages', value },
      { field: 'something_new', value: { post_id: '1' } }
    ]
    expect(readIt(fb.entries({ id: pageId, changes }))).toMatchObject([
      { ...hello, at: tenMs },
      { kind: 'unread', why: 'is not about messages' }
    ])
  })

  test.each([
    ['nothing', null, 'has no entries'],
    ['a list of nothing', [], 'has no entries'],
    ['a word', 'hello', 'is not about Messenger'],
    ['Instagram’s', { object: 'instagram', entry: [] }, 'is not about Messenger'],
    ['no entries', { object: 'page' }, 'has no entries'],
    ['an empty entry', fb.entries({ id: pageId }), 'says nothing'],
    ['another page’s', fb.entries({ id: '1', messaging: [item] }), 'is for another account'],
    ['between two others', fb.hook({ ...item, recipient: { id: '1' } }), 'is not between this account and a customer'],
    ['the page to itself', fb.hook({ ...item, sender: { id: pageId } }), 'is from the account to itself'],
    [
      'somebody without an id',
      fb.hook({ ...item, sender: { user_ref: 'x' } }),
      'is not between this account and a customer'
    ],
    [
      'roles of apps',
      fb.hook({ recipient: { id: pageId }, timestamp: 1, app_roles: {} }),
      'is not between this account and a customer'
    ],
    ['an echo of a stranger', fb.hook(fb.message('m_1', { is_echo: true, text: 'x' })), 'is the echo of somebody else'],
    ['no time', fb.hook({ ...item, timestamp: undefined }), 'has no time'],
    ['a time in words', fb.hook({ ...item, timestamp: 'today' }), 'timestamp: is not a time'],
    ['a message without an id', fb.hook(fb.event({ message: { text: 'x' } }, tenMs)), expect.stringContaining('mid')],
    ['a message that is a word', fb.hook(fb.event({ message: 'x' }, tenMs)), 'has no message'],
    [
      'an edit without words',
      fb.hook(fb.event({ message_edit: { mid: 'm', num_edit: 0 } }, tenMs)),
      expect.stringContaining('text')
    ],
    [
      'a reaction to nothing',
      fb.hook(fb.event({ reaction: { action: 'react' } }, tenMs)),
      expect.stringContaining('mid')
    ],
    ['a press of nothing', fb.hook(fb.event({ postback: {} }, tenMs)), 'is a press of nothing'],
    ['an empty cart', fb.hook(fb.event({ order: { products: [] } }, tenMs)), 'orders nothing'],
    ['a receipt for nothing', fb.hook(fb.event({ read: {} }, tenMs)), 'is a receipt for nothing'],
    ['what we have read', fb.hook(fb.ours({ read: { watermark: tenMs } })), 'is a receipt of our own'],
    ['only who', fb.hook(fb.event({}, tenMs)), 'says nothing']
  ])('%s is kept, and why is said', (_what, payload, why) => {
    expect(readIt(payload)).toEqual([{ kind: 'unread', why, raw: expect.any(String) }])
  })

  test('one broken item costs only itself', () => {
    const reports = readIt(fb.hook(item, 'broken', { ...item, timestamp: null }, fb.message('m_2', { text: 'two' })))
    expect(reports.map(report => report.kind)).toEqual(['message', 'unread', 'unread', 'message'])
  })

  test('a message too long to keep in the conversation is kept beside it', () => {
    const reports = readIt(fb.hook(fb.message('m_1', { attachments: [file('hologram', 'x'.repeat(70_000))] })))
    expect(reports.map(report => report.kind)).toEqual(['message', 'unread'])
  })
})
