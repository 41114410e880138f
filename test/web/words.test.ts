import { expect, test } from 'vitest'
import { fold, marksIn, termsOf, wordsOf } from '../../web/log/words.ts'

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
  for (const term of terms) expect(words.some(word => word.startsWith(term))).toBe(true)
})

test('a question in such a script does not look for its last sign alone', () => {
  expect(termsOf('天気')).toEqual(['天気'])
  expect(termsOf('天')).toEqual(['天'])
})

test('what was found is marked in the original text, accents and all', () => {
  const text = 'Où est ma commande? Déjà expédiée!'
  const words = marksIn(text, ['deja', 'exp']).map(([from, to]) => text.slice(from, to))
  expect(words).toEqual(['Déjà', 'exp'])
  expect(marksIn('die Straße', ['strass']).map(([from, to]) => 'die Straße'.slice(from, to))).toEqual(['Straß'])
})
