import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecesOfMbox } from '../../shared/history/mbox.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) =>
  [...piecesOfMbox(bytes(text))].map(({ line, source }) => ({ line, text: new TextDecoder().decode(source) }))

test('a message that is alone is itself', () => {
  expect(read('Subject: a\n\nFrom here')).toEqual([{ line: 1, text: 'Subject: a\n\nFrom here' }])
})

test('only what stands behind an empty line begins a message, and one > is taken from what was quoted', () => {
  const text = [
    'From anna@example.com Sun Dec 31 21:41:00 2023',
    'Subject: a',
    '',
    '>From here',
    '>>From there',
    '> quoted',
    'x',
    'From now on it goes on',
    '',
    'From tom@example.com Sun Dec 31 21:42:00 2023',
    'Subject: b',
    '',
    'b',
    ''
  ].join('\n')
  expect(read(text)).toEqual([
    { line: 1, text: 'Subject: a\n\nFrom here\n>From there\n> quoted\nx\nFrom now on it goes on\n\n' },
    { line: 10, text: 'Subject: b\n\nb\n' }
  ])
})

test('a paragraph that begins with From, and that nobody quoted, begins no message', () => {
  const text =
    'From anna@example.com Sun Dec 31 21:41:00 2023\nSubject: a\n\nHello\n\nFrom what I hear, it broke.\nBye\n'
  expect(read(text).map(piece => piece.line)).toEqual([1])
})

test.each([
  'From - ',
  'From - Sun Dec 31 21:42:00 2023',
  'From tom@example.com Sun Dec 31 21:42:00 2023',
  'From 1844347792267117879@xxx Sun Dec 31 21:42:00 +0000 2023',
  'From 1844347792267117879@xxx',
  'From "MAILER-DAEMON" Sun Dec 31 21:42:00 2023'
])('%s begins a message, also where the one before it has no empty line at its end', line => {
  const text = `From - \nSubject: a\n\n--end--\n${line}\nSubject: b\n\nFrom now\nb\n`
  expect(read(text).map(piece => [piece.line, piece.text.slice(0, 10)])).toEqual([
    [1, 'Subject: a'],
    [5, 'Subject: b']
  ])
})

test('any messages that were put in come out again', () => {
  const line = fc.constantFrom('From a', '>From b', '>>From c', '', 'x', ' From d', 'é')
  const message = fc.array(line, { minLength: 1 }).map(lines => `Subject: s\n\n${lines.join('\n')}\n\n`)
  fc.assert(
    fc.property(fc.array(message, { minLength: 1 }), messages => {
      const quoted = (text: string) => text.replace(/^(>*From )/gm, '>$1')
      const mbox = messages.map(text => `From a@b Sun Dec 31 21:41:00 2023\n${quoted(text)}`).join('')
      expect(read(mbox).map(piece => piece.text)).toEqual(messages)
    })
  )
})
