import { expect, test } from 'vitest'
import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { measure } from '../../shared/platforms/strategy.ts'

const hour = 3_600_000

test('WhatsApp closes 24 h after the customer’s last words; who never wrote opened no window', () => {
  expect(windowClosesAt(strategyOf('whatsapp'), 10 * hour)).toBe(34 * hour)
  expect(windowClosesAt(strategyOf('whatsapp'), null)).toBe(0)
})

test('web chat never closes', () => {
  expect(windowClosesAt(strategyOf('webchat'), null)).toBeNull()
})

test('a text is counted in the platform’s own unit', () => {
  const inBytes = { most: 1000, unit: 'bytes' } as const
  const inCharacters = { most: 1000, unit: 'characters' } as const
  for (const words of ['', 'abc', 'ñ', 'سلام', '日本', '👍🏽', 'a\u0301']) {
    expect(measure(words, inBytes)).toBe(Buffer.byteLength(words))
    expect(measure(words, inCharacters)).toBe([...words].length)
  }
})

test('an unknown platform is an error, not a guess', () => {
  expect(() => strategyOf('carrier-pigeon')).toThrow(/carrier-pigeon/)
  expect(strategies.length).toBeGreaterThanOrEqual(2)
})
