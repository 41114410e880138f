import { expect, test } from 'vitest'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { paceWords } from '../../web/inboxes/pace-words.ts'

test.each([
  [
    'whatsapp',
    'WhatsApp takes 80 messages a second from here, and to one person one every 6 seconds after the first 45.'
  ],
  ['telegram', 'Telegram takes 30 messages a second from here, and to one person one a second after the first 20.']
])('how fast replies go on %s is said', (platform, words) => {
  expect(paceWords(strategyOf(platform))).toContain(words)
})

test('where nobody says, nothing is', () => {
  expect(paceWords(strategyOf('email'))).toBeNull()
})
