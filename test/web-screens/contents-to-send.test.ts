import { expect, test } from 'vitest'
import type { Media } from '../../shared/conversations/content.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { contentsToSend, goApart } from '../../web/conversations/contents-to-send.ts'

const whatsapp = strategyOf('whatsapp')
const photo: Media = { media: 'image', file: 'a'.repeat(64), mime: 'image/png', bytes: 1 }
const song: Media = { media: 'audio', file: 'b'.repeat(64), mime: 'audio/mpeg', bytes: 1 }
const says = (text: string, files: readonly Media[], strategy = whatsapp) =>
  contentsToSend(text, files, strategy).map(content =>
    content.kind === 'media' ? [content.items[0]?.media, content.caption] : [content.kind, content]
  )

test('words stand under the first file that may have some', () => {
  expect(says(' Two of them ', [song, photo, photo])).toEqual([
    ['audio', undefined],
    ['image', 'Two of them'],
    ['image', undefined]
  ])
})

test('words that fit under none follow as a message of their own', () => {
  const alone = (text: string) => ['text', { kind: 'text', text }]
  expect(says('Listen', [song])).toEqual([['audio', undefined], alone('Listen')])
  const long = 'x'.repeat(1025)
  expect(says(long, [photo])).toEqual([['image', undefined], alone(long)])
  expect(says('Look', [photo], { ...whatsapp, caption: null })).toEqual([['image', undefined], alone('Look')])
})

test('that words go by themselves is known before they go', () => {
  expect(goApart('Look', [photo], strategyOf('messenger'))).toBe(true)
  expect(goApart('x'.repeat(1025), [photo], whatsapp)).toBe(true)
  expect([goApart('Look', [photo], whatsapp), goApart('', [song], whatsapp), goApart('Hi', [], whatsapp)]).toEqual([
    false,
    false,
    false
  ])
})

test('without words there are only files', () => {
  expect(says('  ', [photo])).toEqual([['image', undefined]])
})

test('the first of them that can names the message that is answered', () => {
  const answers = (text: string, files: readonly Media[], strategy = whatsapp) =>
    contentsToSend(text, files, strategy, { message: 'm-1' }).map(content => [
      content.kind,
      'replyTo' in content ? content.replyTo?.message : undefined
    ])
  expect(answers('Yes', [])).toEqual([['text', 'm-1']])
  expect(answers('These', [photo, photo])).toEqual([
    ['media', 'm-1'],
    ['media', undefined]
  ])
  expect(answers('Listen', [song])).toEqual([
    ['media', 'm-1'],
    ['text', undefined]
  ])
  const onlyWords = { ...whatsapp, caption: null, quotesWith: 'words' as const }
  expect(answers('Look', [photo], onlyWords)).toEqual([
    ['media', undefined],
    ['text', 'm-1']
  ])
  expect(answers('', [photo], onlyWords)).toEqual([['media', undefined]])
})
