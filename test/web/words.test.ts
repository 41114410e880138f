import { expect, test } from 'vitest'
import { begins, fold, marksIn, termsOf, wordsOf } from '../../web/log/words.ts'

test.each([
  ['accents and case', 'ÉCLAIR Straße Øre', ['eclair', 'strasse', 'ore']],
  ['Turkish dotless i', 'IŞIK ışık', ['isik']],
  ['Arabic vowel signs and tatweel', 'شُكْرًا طـلـب', ['شكرا', 'طلب']],
  ['Hebrew points', 'שָׁלוֹם', ['שלום']],
  ['Cyrillic', 'Ещё Заказ', ['еще', 'заказ']],
  ['full width', 'ＡＢＣ１２', ['abc12']],
  ['codes keep their digits', 'Order #A-1042, please', ['order', 'a', '1042', 'please']]
])('words are found without %s', (_, text, words) => {
  expect(wordsOf(text)).toEqual(words)
})

test('vowels that are letters are not taken off', () => {
  expect(fold('हिन्दी')).toBe('हिन्दी')
})

test.each([
  ['明日の天気はどうですか', '天気'],
  ['請問什麼時候到貨', '到貨'],
  ['ขอบคุณมากครับ', 'มาก'],
  ['配達はいつですか', 'いつ']
])('a script without spaces is found in the middle: %s', (text, query) => {
  const words = wordsOf(text)
  const terms = termsOf(query)
  expect(terms.length).toBeGreaterThan(0)
  for (const term of terms) expect(begins(term, words)).toBe(true)
})

test('a question in such a script does not look for its last sign alone', () => {
  expect(termsOf('天気')).toEqual([['天気']])
  expect(termsOf('天')).toEqual([['天']])
})

test('what was found is marked in the original text, accents and all', () => {
  const text = 'Où est ma commande? Déjà expédiée!'
  const words = marksIn(text, termsOf('deja exp')).map(([from, to]) => text.slice(from, to))
  expect(words).toEqual(['Déjà', 'exp'])
  expect(marksIn('die Straße', termsOf('strass')).map(([from, to]) => 'die Straße'.slice(from, to))).toEqual(['Straß'])
})

test.each([
  ['its own', '١٠٤٢ طلب', '1042'],
  ['the keyboard', 'order 1042', '١٠٤٢'],
  ['Persia', 'سفارش ۱۰۴۲', '1042'],
  ['India', 'ऑर्डर १०४२', '1042'],
  ['Thailand', 'ราคา๑๐๔๒บาท', '1042']
])('a number is found in the digits of %s', (_, text, query) => {
  expect(termsOf(query).every(term => begins(term, wordsOf(text)))).toBe(true)
})

test.each([
  ['Schöne Grüße', 'schoene gruesse'],
  ['Schoene Gruesse', 'schöne grüße'],
  ['Schone Grusse', 'schöne grüße'],
  ['Schöne Grüße', 'schone grusse'],
  ['tesekkurler', 'teşekkürler']
])('%s is found by %s', (text, query) => {
  expect(termsOf(query).every(term => begins(term, wordsOf(text)))).toBe(true)
})

test('a word is marked in the spelling that it was asked for in', () => {
  const [[from, to] = [0, 0]] = marksIn('Schöne Grüße', termsOf('grues'))
  expect('Schöne Grüße'.slice(from, to)).toBe('Grüß')
})

test('a vowel that only looks spelled out is found as it stands', () => {
  expect(termsOf('blue')).toEqual([['blue']])
})
