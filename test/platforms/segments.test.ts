import fc from 'fast-check'
import { expect, test } from 'vitest'
import { segmentsOf } from '../../shared/platforms/segments.ts'
import { sms } from '../../shared/platforms/sms.ts'
import { strategies } from '../../shared/platforms/strategies.ts'

const table = sms.text.segments!
const count = (text: string) => {
  const { segments, because } = segmentsOf(text, table)
  return [segments, because]
}

test.each<[string, string, number, string | null]>([
  ['nothing', '', 0, null],
  ['160 letters', 'a'.repeat(160), 1, null],
  ['161 letters', 'a'.repeat(161), 2, null],
  ['two full ones', 'a'.repeat(306), 2, null],
  ['one more than two full ones', 'a'.repeat(307), 3, null],
  ['as long as Twilio takes', 'a'.repeat(1600), 11, null],
  ['accents and Greek that the alphabet has', 'àÉñ¿Ω£§\r\n'.repeat(17), 1, null],
  ['80 signs for the euro, two each', '€'.repeat(80), 1, null],
  ['81 of them: no escape stands at the end of an SMS', '€'.repeat(81), 2, null],
  ['152 letters, and a bracket that fits only into the next', `${'a'.repeat(152)}[${'a'.repeat(152)}`, 3, null],
  ['70 letters and marks, one of them curly', `It’s ${'a'.repeat(65)}`, 1, '’'],
  ['one more', `It’s ${'a'.repeat(66)}`, 2, '’'],
  ['134 Cyrillic letters', 'я'.repeat(134), 2, 'я'],
  ['135 of them', 'я'.repeat(135), 3, 'я'],
  ['35 emojis of two units', '😀'.repeat(35), 1, '😀'],
  ['67 of them: none is torn in two', '😀'.repeat(67), 3, '😀'],
  ['a family, which stays together', `${'a'.repeat(60)}👨‍👩‍👧‍👦${'a'.repeat(60)}`, 3, '👨‍👩‍👧‍👦'],
  ['an accent that is set upon its letter', 'cafe\u0301', 1, 'e\u0301'],
  ['a space that does not break', 'two\u00a0words', 1, '\u00a0'],
  ['accents upon accents', `a${'\u0301'.repeat(100)}b`, 2, `a${'\u0301'.repeat(100)}`]
])('%s', (_, text, segments, because) => {
  expect(count(text)).toEqual([segments, because])
})

test('the alphabet has 128 places: 127 characters and an escape, which leads to ten more', () => {
  const single = Array.from({ length: 0x10000 }, (_, at) => String.fromCharCode(at)).filter(
    one => segmentsOf(one, table).because === null
  )
  const double = single.filter(one => segmentsOf(one.repeat(160), table).segments > 1)
  expect([single.length - double.length, double.join('')]).toEqual([127, '\f[\\]^{|}~€'])
})

test('more words are never fewer SMS in the same alphabet, and none holds more than it can', () => {
  const cases = 500
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), text => {
      const { segments, because } = segmentsOf(text, table)
      const { alone, each } = because === null ? table.gsm7 : table.ucs2
      expect(segments <= 1 ? text.length <= alone : text.length <= segments * each * 2).toBe(true)
      expect(segmentsOf(`${text}${because ?? 'a'}`, table).segments).toBeGreaterThanOrEqual(segments)
    }),
    { numRuns: cases }
  )
})

test('only SMS are counted so', () => {
  expect(strategies.filter(({ text }) => text.segments).map(({ platform }) => platform)).toEqual(['sms'])
})
