import { describe, expect, test } from 'vitest'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { ad, file, ig, igId, igsid, tenMs } from './meta-events.ts'

const secret = { tenant: 't', inbox: 'i', platform: 'instagram', appSecret: 's', verifyToken: 'v', accessToken: 'a' }
const readIt = (payload: unknown) =>
  platformOf('instagram')?.hook?.read(payload, { ...secret, account: igId, baseUrl: null }, 0) ?? []
const handles = [{ platform: 'instagram', kind: 'igsid', value: igsid }]
const from = { at: tenMs, handles }
const media = (...items: object[]) => ({ kind: 'media', items })
const url = (type: string) => `https://cdn.example.test/${type}`
/** As long as Instagram's ids are. */
const longMid = `aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOj${'Y0NjQ3MDYyMTI4'.repeat(12)}ZD`

describe('what a customer sends', () => {
  const golden: readonly (readonly [what: string, message: Record<string, unknown>, content: object])[] = [
    ['a text', { text: 'hello' }, { kind: 'text', text: 'hello' }],
    [
      'a quick reply',
      { text: 'Red', quick_reply: { payload: 'COLOR_RED' } },
      { kind: 'choice', via: 'quick-reply', title: 'Red', payload: 'COLOR_RED' }
    ],
    [
      'an answer to a message',
      { text: 'This', reply_to: { mid: 'aWdf1' } },
      { kind: 'text', text: 'This', replyTo: { message: 'aWdf1' } }
    ],
    [
      'an answer to a story of ours',
      { text: 'Lovely', reply_to: { story: { url: url('story'), id: '17861' } } },
      { kind: 'text', text: 'Lovely', story: { how: 'reply', id: '17861', url: url('story') } }
    ],
    [
      'a photo as an answer to a story',
      { attachments: [file('image')], reply_to: { story: { url: url('story'), id: 17_861 } } },
      { ...media({ media: 'image', url: url('image') }), story: { how: 'reply', id: '17861', url: url('story') } }
    ],
    [
      'a story that names us',
      { attachments: [file('story_mention')] },
      { kind: 'shared', what: 'story', url: url('story_mention'), story: { how: 'mention', url: url('story_mention') } }
    ],
    ['a photo', { attachments: [file('image')] }, media({ media: 'image', url: url('image') })],
    [
      'ten photos at once',
      { attachments: Array.from({ length: 10 }, (_, n) => file('image', `https://a.test/${n}`)) },
      media(...Array.from({ length: 10 }, (_, n) => ({ media: 'image', url: `https://a.test/${n}` })))
    ],
    ['a video', { attachments: [file('video')] }, media({ media: 'video', url: url('video') })],
    ['a voice message', { attachments: [file('audio')] }, media({ media: 'audio', url: url('audio') })],
    ['a file', { attachments: [file('file')] }, media({ media: 'document', url: url('file') })],
    [
      'a like',
      { attachments: [{ type: 'sticker', payload: { url: url('heart') } }] },
      media({ media: 'sticker', url: url('heart') })
    ],
    [
      'a post',
      { attachments: [file('ig_post', url('post'), { ig_post_media_id: '18139', title: 'Build a workspace' })] },
      { kind: 'shared', what: 'post', title: 'Build a workspace', url: url('post') }
    ],
    [
      'a post, told twice while Meta changes it',
      {
        attachments: [
          file('share', url('post'), { ig_post_media_id: '18139', title: 'Build' }),
          file('ig_post', url('post'), { ig_post_media_id: '18139', title: 'Build' })
        ]
      },
      { kind: 'shared', what: 'post', title: 'Build', url: url('post') }
    ],
    ['a post, as it was told', { attachments: [file('share')] }, { kind: 'shared', what: 'post', url: url('share') }],
    [
      'a reel',
      { attachments: [file('ig_reel', url('reel'), { reel_video_id: '17', title: 'Spring' })] },
      { kind: 'shared', what: 'reel', title: 'Spring', url: url('reel') }
    ],
    ['a reel, by its other name', { attachments: [file('reel')] }, { kind: 'shared', what: 'reel', url: url('reel') }],
    ['a story', { attachments: [file('ig_story')] }, { kind: 'shared', what: 'story', url: url('ig_story') }],
    [
      'a product of the shop',
      {
        attachments: [
          {
            type: 'template',
            payload: { product: { elements: [{ id: '1', retailer_id: 'h', image_url: url('hat'), title: 'Hat' }] } }
          }
        ]
      },
      { kind: 'shared', what: 'product', title: 'Hat', url: url('hat') }
    ],
    [
      'words about a product',
      { text: 'In red?', referral: { product: { id: '4233' } } },
      { kind: 'text', text: 'In red?', referral: { source: 'product', id: '4233' } }
    ],
    [
      'words after an ad',
      { text: 'Still on?', referral: ad },
      {
        kind: 'text',
        text: 'Still on?',
        referral: { source: 'ad', headline: 'Half price', id: '6045246247433', ref: 'spring' }
      }
    ]
  ]

  test.each(golden)('%s', (_what, message, content) => {
    const report = { kind: 'message', id: 'aWdfZAG1', ...from, name: null, content }
    expect(readIt(ig.hook(ig.message('aWdfZAG1', message)))).toEqual([report])
  })

  test.each([
    ['a GIF or a sticker', { is_unsupported: true }, 'unsupported'],
    ['what vanishes', { is_unsupported: true, attachments: [{ type: 'ephemeral' }] }, 'ephemeral'],
    ['a kind of tomorrow', { text: 'Look', attachments: [file('hologram')] }, 'hologram'],
    ['a name of every object', { attachments: [file('constructor')] }, 'constructor'],
    ['a share of what is private', { attachments: [{ type: 'share', payload: {} }] }, 'share'],
    ['nothing', {}, 'message']
  ])('%s is shown as what it is, and kept as it came', (_what, message, what) => {
    const item = ig.message('m1', message)
    const caption = 'text' in message ? { caption: `${message.text}\nhttps://cdn.example.test/${what}` } : {}
    expect(readIt(ig.hook(item))).toMatchObject([
      { kind: 'message', content: { kind: 'unsupported', what, raw: JSON.stringify(item), ...caption } }
    ])
  })

  test('an icebreaker, which is a press', () => {
    const postback = { mid: 'p1', title: 'Where are you?', payload: 'WHERE' }
    expect(readIt(ig.hook(ig.event({ postback }, tenMs)))).toMatchObject([
      { kind: 'message', id: 'p1', content: { via: 'postback', title: 'Where are you?', payload: 'WHERE' } }
    ])
  })

  test('an id too long for ours is one and the same wherever it is named', () => {
    const [said, deleted, answer, loved] = readIt(
      ig.hook(
        ig.message(longMid, { text: 'hi' }),
        ig.message(longMid, { is_deleted: true }),
        ig.message('m2', { text: 'you', reply_to: { mid: longMid } }),
        ig.event({ reaction: { mid: longMid, action: 'react', emoji: '❤️' } }, tenMs)
      )
    )
    const id = said?.kind === 'message' ? said.id : ''
    expect(id).toMatch(/^digest:/)
    expect(deleted).toMatchObject({ kind: 'unsent', message: id })
    expect(answer).toMatchObject({ content: { replyTo: { message: id } } })
    expect(loved).toMatchObject({ kind: 'reaction', of: id })
  })
})

describe('what becomes of a message', () => {
  test('it is unsent, by the customer or by the business', () => {
    expect(readIt(ig.hook(ig.message('m1', { is_deleted: true })))).toEqual([
      { kind: 'unsent', id: 'unsent:m1', ...from, message: 'm1' }
    ])
    expect(readIt(ig.hook(ig.echo('m1', { is_deleted: true })))).toEqual([
      { kind: 'unsent', id: 'unsent:m1', ...from, message: 'm1', ours: true }
    ])
  })

  test('it is edited, by the customer or by the business', () => {
    const edit = { message_edit: { mid: 'm1', text: 'stock', num_edit: 1 } }
    expect(readIt(ig.hook(ig.event(edit, tenMs)))).toMatchObject([{ kind: 'edit', message: 'm1', ...from }])
    expect(readIt(ig.hook(ig.ours(edit)))).toMatchObject([{ kind: 'edit', message: 'm1', ours: true }])
  })

  test('it is seen, by its id', () => {
    expect(readIt(ig.hook(ig.event({ read: { mid: 'm1' } }, tenMs)))).toEqual([
      { kind: 'receipt', platformId: 'm1', message: null, status: 'read', word: 'read', failure: null, ...from }
    ])
  })

  test.each([
    [{ reaction: 'love', emoji: '\u{2764}\u{FE0F}', action: 'react' }, ['❤️']],
    [{ reaction: 'laugh', action: 'react' }, ['😆']],
    [{ action: 'unreact' }, []]
  ])('a reaction %j leaves %j', (reaction, emojis) => {
    const event = ig.event({ reaction: { mid: 'm1', ...reaction } }, tenMs)
    expect(readIt(ig.hook(event))).toMatchObject([{ kind: 'reaction', of: 'm1', emojis, ...from }])
  })

  test('the business says something, from here or from elsewhere', () => {
    const content = { kind: 'text', text: 'Yes' }
    expect(readIt(ig.hook(ig.echo('m1', { text: 'Yes' })))).toEqual([
      { kind: 'echo', id: 'm1', ...from, message: null, content }
    ])
  })
})

describe('where it comes from', () => {
  test('a link with words of ours is a quiet line', () => {
    const referral = { ref: 'menu', source: 'IGME-SOURCE-LINK', type: 'OPEN_THREAD' }
    expect(readIt(ig.hook(ig.event({ referral }, tenMs)))).toMatchObject([
      { kind: 'notice', what: 'referral', text: 'the customer came from a link: menu' }
    ])
  })

  test('another app has the conversation', () => {
    const standby = [ig.message('m1', { text: 'hi' })]
    expect(readIt(ig.entries({ id: igId, time: 1, standby }))).toMatchObject([{ kind: 'message', id: 'm1' }])
  })

  test('comments and mentions are no conversation; a list of calls is read like each of them', () => {
    const changes = [{ field: 'comments', value: { id: '1', text: 'Nice', from: { id: '2', username: 'x' } } }]
    const comment = ig.entries({ id: igId, time: 1, changes })
    const news = { trouble: false, sentence: expect.stringMatching(/“comments”/), words: '' }
    expect(readIt(comment)).toMatchObject([{ kind: 'account', about: 'account', news }])
    expect(JSON.stringify(readIt(comment))).not.toContain('Nice')
    expect(readIt([comment, ig.hook(ig.message('m1', { text: 'hi' }))]).map(report => report.kind)).toEqual([
      'account',
      'message'
    ])
  })

  test.each([
    ['a page’s', { object: 'page', entry: [] }, 'is not about Instagram'],
    ['another account’s', ig.entries({ id: '1', messaging: [] }), 'is for another account'],
    [
      'to itself',
      ig.hook({ ...ig.ours({ message: { mid: 'm' } }), recipient: { id: igId } }),
      'is from the account to itself'
    ],
    [
      'a change without anybody',
      ig.hook({ timestamp: 1, message_edit: { mid: 'm', num_edit: 0 } }),
      'is not between this account and a customer'
    ]
  ])('%s is kept, and why is said', (_what, payload, why) => {
    expect(readIt(payload)).toEqual([{ kind: 'unread', why, raw: expect.any(String) }])
  })
})
