import { expect, test } from 'vitest'
import { isEmojiOnly, linkify } from '../../web/ui/linkify.ts'

const links = (text: string) => linkify(text).flatMap(run => (run.href ? [`${run.text} → ${run.href}`] : []))

test('no letter of a message is lost or moved', () => {
  const text = 'See https://a.example/x(1), call +44 20 7946 0958 or mail me@b.example. (www.c.example)'
  expect(
    linkify(text)
      .map(run => run.text)
      .join('')
  ).toBe(text)
})

test('addresses are links, without the full stop after them', () => {
  expect(links('Look at https://shop.example/a?b=1. Or www.shop.example!')).toEqual([
    'https://shop.example/a?b=1 → https://shop.example/a?b=1',
    'www.shop.example → https://www.shop.example'
  ])
})

test('nothing but web, mail and telephone ever becomes a link', () => {
  const text = 'javascript:alert(1) data:text/html,x file:///etc/passwd vbscript:x'
  expect(links(text)).toEqual([])
})

test('telephone numbers can be dialled; dates and order numbers are left alone', () => {
  expect(links('+33 6 12 34 56 78')).toEqual(['+33 6 12 34 56 78 → tel:+33612345678'])
  expect(links('since 2026-11-23, 23.11.2026 and order 20418')).toEqual([])
})

test('up to three emoji are large; words, digits and crowds are not', () => {
  expect(['👍', '👩‍👩‍👧 🎉', '🇩🇪🇫🇷🇮🇹'].map(isEmojiOnly)).toEqual([true, true, true])
  expect(['ok 👍', '123', '', '👍👍👍👍'].map(isEmojiOnly)).toEqual([false, false, false, false])
})
