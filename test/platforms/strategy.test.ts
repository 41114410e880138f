import { expect, test } from 'vitest'
import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { measure } from '../../shared/platforms/strategy.ts'

const hour = 3_600_000

test('WhatsApp closes 24 h after the customer’s last words; who never wrote opened no window', () => {
  expect(windowClosesAt(strategyOf('whatsapp'), 10 * hour, 'person')).toBe(34 * hour)
  expect(windowClosesAt(strategyOf('whatsapp'), null, 'person')).toBe(0)
})

test('web chat never closes', () => {
  expect(windowClosesAt(strategyOf('webchat'), null, 'program')).toBeNull()
})

test.each(['instagram', 'messenger'])('%s gives what a person wrote seven days, and a program one', platform => {
  expect(windowClosesAt(strategyOf(platform), 10 * hour, 'program')).toBe(34 * hour)
  expect(windowClosesAt(strategyOf(platform), 10 * hour, 'person')).toBe((10 + 7 * 24) * hour)
})

test.each(['telegram', 'sms', 'line'])('%s never closes', platform => {
  expect(windowClosesAt(strategyOf(platform), 0, 'program')).toBeNull()
})

test('a chat of an account that a Telegram bot answers for closes after 24 h, the bot’s own never', () => {
  const closesAt = (message: string) => windowClosesAt(strategyOf('telegram'), hour, 'person', message)
  expect(['7:Cx-1_y:42:9', 'press:7:Cx:88'].map(closesAt)).toEqual([25 * hour, 25 * hour])
  expect(['7:42:9', '7:-100:9', 'press:7:88'].map(closesAt)).toEqual([null, null, null])
})

test('600 Arabic letters are too many for Instagram, and few for everybody else', () => {
  const letters = 'م'.repeat(600)
  const tooMany = strategies.filter(({ text }) => measure(letters, text) > text.most).map(one => one.platform)
  expect(tooMany).toEqual(['instagram'])
})

test('nothing is offered with an empty limit, and no person has less time than a program', () => {
  expect(strategies).toHaveLength(8)
  for (const { platform, text, caption, media, buttons, handles, ...window } of strategies) {
    const limits = [text.most, caption?.most ?? 1, buttons?.most ?? 1, buttons?.title ?? 1, handles.length]
    const files = Object.values(media).flatMap(({ mostBytes, types }) => [mostBytes, types.length])
    expect([platform, [...limits, ...files].filter(limit => limit <= 0)]).toEqual([platform, []])
    expect(window.personWindowHours ?? Infinity).toBeGreaterThanOrEqual(window.replyWindowHours ?? Infinity)
  }
})

test('a text is counted in the platform’s own unit', () => {
  const inBytes = { most: 1000, unit: 'bytes' } as const
  const inCharacters = { most: 1000, unit: 'characters' } as const
  const inUtf16 = { ...inCharacters, utf16: true } as const
  for (const words of ['', 'abc', 'ñ', 'سلام', '日本', '👍🏽', 'a\u0301']) {
    expect(measure(words, inBytes)).toBe(Buffer.byteLength(words))
    expect(measure(words, inCharacters)).toBe([...words].length)
    expect(measure(words, inUtf16)).toBe(Buffer.from(words, 'utf16le').length / 2)
  }
})

test('an unknown platform is an error, not a guess', () => {
  expect(() => strategyOf('carrier-pigeon')).toThrow(/carrier-pigeon/)
  expect(strategies.length).toBeGreaterThanOrEqual(2)
})
