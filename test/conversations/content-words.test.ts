import * as v from 'valibot'
import { expect, test } from 'vitest'
import { content, contentKinds, type Content } from '../../shared/conversations/content.ts'
import { summary, wordsOf } from '../../shared/conversations/content-words.ts'

const photo = { media: 'image', id: '1' } as const
const said: readonly [Content, line: string, words: string][] = [
  [{ kind: 'text', text: ' Is it\nready? ' }, 'Is it ready?', ' Is it\nready? '],
  [{ kind: 'template', name: 'hello', language: 'en', parameters: [], text: 'Hello Ana' }, 'Hello Ana', 'Hello Ana'],
  [
    { kind: 'template', name: 'hello', language: 'en', parameters: [], text: 'Hello Ana', head: photo },
    'Photo: Hello Ana',
    'Hello Ana'
  ],
  [{ kind: 'media', items: [photo] }, 'Photo', ''],
  [{ kind: 'media', items: [photo, photo], caption: 'Both sides' }, '2 photos: Both sides', 'Both sides'],
  [{ kind: 'media', items: [photo, { media: 'video', id: '2' }] }, '2 files', ''],
  [{ kind: 'media', items: [{ media: 'voice', url: 'https://x.test/1', seconds: 7 }] }, 'Voice message', ''],
  [
    { kind: 'media', items: [{ media: 'document', id: '1', name: 'Bill.pdf' }], caption: 'The bill' },
    'Document “Bill.pdf”: The bill',
    'The bill\nBill.pdf'
  ],
  [
    { kind: 'location', latitude: 52.5, longitude: 13.4, name: 'Gate', address: 'Pariser Platz' },
    'Location: Gate Pariser Platz',
    'Gate\nPariser Platz'
  ],
  [{ kind: 'location', latitude: 0, longitude: 0, liveSeconds: 900 }, 'Live location', ''],
  [
    { kind: 'cards', cards: [{ name: 'Ben', phones: ['+49 30 1'], emails: ['ben@x.test'], organisation: 'Bakery' }] },
    'Contact: Ben Bakery +49 30 1 ben@x.test',
    'Ben\nBakery\n+49 30 1\nben@x.test'
  ],
  [{ kind: 'choice', via: 'list', title: 'Tuesday', description: 'at ten' }, 'Tuesday at ten', 'Tuesday\nat ten'],
  [
    {
      kind: 'order',
      items: [{ product: 'bread-1', quantity: 2, price: 3.5, currency: 'EUR' }],
      text: 'Sliced, please'
    },
    'Order: Sliced, please bread-1',
    'Sliced, please\nbread-1'
  ],
  [
    { kind: 'shared', what: 'ig_reel', title: 'Dough', url: 'https://x.test' },
    'Shared an ig reel: Dough https://x.test',
    'Dough\nhttps://x.test'
  ],
  [{ kind: 'shared', what: 'story', story: { how: 'mention' } }, 'Mentioned you in a story', ''],
  [{ kind: 'unsupported', what: 'poll', caption: 'Rye?' }, '[poll] Rye?', 'Rye?'],
  [{ kind: 'unsupported', what: 'hologram', raw: '{}' }, '[hologram]', ''],
  [{ kind: 'erased' }, '…', '']
]

test.each(said)('%j in a line and in words', (one, line, words) => {
  expect(v.safeParse(content, one).issues).toBeUndefined()
  expect(summary(one)).toBe(line)
  expect(wordsOf(one)).toBe(words)
})

test('every kind has its words, and none is ever empty on a line', () => {
  expect(new Set(said.map(([{ kind }]) => kind))).toEqual(contentKinds)
  expect(summary({ kind: 'text', text: ' \n' })).toBe('…')
})
