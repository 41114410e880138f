import { describe, expect, test } from 'vitest'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { fb, file, ig, tenMs } from './meta-events.ts'

/** What only other people's payloads have shown of Messenger and Instagram, in our own words. */

const both = [
  ['messenger', fb],
  ['instagram', ig]
] as const

describe.each(both)('%s', (platform, { account, event, hook, message }) => {
  const secret = { tenant: 't', inbox: 'i', platform, account, appSecret: '', verifyToken: '', accessToken: '' }
  const read = (item: unknown) => platformOf(platform)!.hook!.read(hook(item), { ...secret, baseUrl: null }, 1)
  const url = (name: string) => `https://cdn.example.test/${name}`

  test.each([
    ['the heart that a tap sends', { attachments: [{ type: 'like_heart' }] }, { kind: 'text', text: '❤️' }],
    ['a command, without words', { commands: [{ name: 'orders' }] }, { kind: 'text', text: '/orders' }],
    [
      'a photo among things that have no place here: it is seen, and they can be read',
      {
        text: 'These',
        attachments: [
          file('image'),
          { type: 'fallback', title: 'A shop', url: url('shop') },
          { type: 'location', payload: { coordinates: { lat: 52.5, long: 9.25 } } }
        ]
      },
      {
        kind: 'media',
        items: [{ media: 'image', url: url('image') }],
        caption: `These\nA shop\n${url('shop')}\n52.5, 9.25`
      }
    ],
    [
      'a card of another app that says more than its title',
      {
        attachments: [
          { type: 'template', payload: { template_type: 'airline_itinerary', intro_message: 'Your flight' } }
        ]
      },
      { kind: 'shared', what: 'template', title: 'Your flight' }
    ],
    [
      'a card of another app that has nothing but buttons',
      { attachments: [{ type: 'template', payload: { template_type: 'button', buttons: [{ title: 'Open' }, 7] } }] },
      { kind: 'shared', what: 'template', title: 'Open' }
    ]
  ])('%s', (_what, parts, content) => {
    expect(read(message('m1', parts))).toMatchObject([{ kind: 'message', content }])
  })

  test('what has no place here is kept as it came, and can be opened', () => {
    const item = message('m1', {
      attachments: [{ type: 'unsupported_type', payload: { url: url('thing'), title: 'Ours' } }]
    })
    expect(read(item)).toMatchObject([
      {
        content: {
          kind: 'unsupported',
          what: 'unsupported_type',
          caption: `Ours\n${url('thing')}`,
          raw: JSON.stringify(item)
        }
      }
    ])
  })

  const questions = {
    stars: { type: 'csat', payload: '4', follow_up: { type: 'free_form', payload: 'A day late' } },
    again: { type: 'nps', payload: '9' }
  }
  const responses = [
    { key: 'email', value: 'sheena@mail.example' },
    { key: 'phone', value: '+1 650 555' }
  ]
  test.each([
    [
      'messaging_feedback',
      { feedback_screens: [{ screen_id: 0, questions }, 'broken'] },
      'the customer rated the conversation: 4, A day late, 9'
    ],
    [
      'messaging_customer_information',
      { screens: [{ screen_id: 's', responses }] },
      'the customer filled in a form: email sheena@mail.example, phone +1 650 555'
    ],
    ['messaging_feedback', {}, 'the customer rated the conversation: ?']
  ])('%s is told in the customer’s words', (what, of, text) => {
    expect(read(event({ [what]: of }, tenMs))).toMatchObject([{ kind: 'notice', what, text }])
  })
})
