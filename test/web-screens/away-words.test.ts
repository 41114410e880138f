import { expect, test } from 'vitest'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { awayFault, awayHint } from '../../web/inboxes/away-words.ts'

const sms = strategyOf('sms')
const mail = strategyOf('email')

test('an away message that is too long says by how much, in the unit its platform counts in', () => {
  expect(awayFault('x'.repeat(1600), sms)).toBeNull()
  expect(awayFault('x'.repeat(1601), sms)).toBe('1 character too long: SMS takes at most 1,600.')
  expect(awayFault('👍'.repeat(810), sms)).toBe('20 characters too long: SMS takes at most 1,600.')
  expect(awayFault('é'.repeat(600), strategyOf('instagram'))).toBe('200 bytes too long: Instagram takes at most 1,000.')
})

test('an away message of an inbox without hours says that it is never sent', () => {
  expect(awayHint('Back at nine', mail, false)).toMatch(/no business hours, so it is always open, .* never sent\./)
  expect(awayHint('Back at nine', mail, true)).toMatch(/^To who writes outside the business hours: once/)
  expect(awayHint('', mail, true)).toMatch(/ Nothing: none is sent\.$/)
})

test('one that goes in several SMS says so, for each is paid for', () => {
  expect(awayHint('x'.repeat(160), sms, true)).not.toMatch(/paid for/)
  expect(awayHint('x'.repeat(161), sms, true)).toMatch(/ It goes as 2 SMS, each of which is paid for\.$/)
})
