import { expect, test } from 'vitest'
import type { Phone } from '../../shared/protocol/emulator.ts'
import { windowWords } from '../../web/emulator/window-words.ts'
import { clock } from '../../web/ui/time-words.ts'

const noon = new Date(2026, 10, 20, 12).getTime()
const hour = 3_600_000
const wrote: Phone['messages'] = [{ id: '1', from: 'customer', kind: 'text', text: 'Hi', at: noon, ticks: 'read' }]
const on = (platform: string, windowClosesAt: number | null) =>
  windowWords({ platform, messages: wrote, windowClosesAt } as Phone, noon)

test('what a customer is told of the window is what their platform does', () => {
  expect(on('whatsapp', noon + hour)).toBe(`The business may answer freely until ${clock(noon + hour)}.`)
  expect(on('telegram', null)).toBe('Telegram knows no window: the business may write at any time.')
})

test('in the chat of an account that a bot answers for there is one, where the bot’s own has none', () => {
  expect(on('telegram', noon + hour)).toContain(
    `an account’s own, the business may answer until ${clock(noon + hour)}.`
  )
  expect(on('telegram', noon - hour)).toMatch(/more than 24 hours old, so the business cannot write/)
})
