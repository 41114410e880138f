import { expect, test } from 'vitest'
import { handleText } from '../../web/app/shell/handle-text.ts'

test('a telephone number is grouped for reading', () => {
  expect(handleText({ platform: 'whatsapp', kind: 'wa_id', value: '4915550300077' })).toBe('+4915 550 300 077')
  expect(handleText({ platform: 'sms', kind: 'number', value: '+12075550143' })).toBe('+1 207 555 0143')
})

test('a platform’s own number for somebody is no telephone number, however alike they look', () => {
  expect(handleText({ platform: 'telegram', kind: 'user_id', value: '2957773848' })).toBe('2957773848')
  expect(handleText({ platform: 'messenger', kind: 'psid', value: '516006720678' })).toBe('516006720678')
})

test('what a visitor of the web chat is known by says nothing to a person', () => {
  expect(handleText({ platform: 'webchat', kind: 'visitor', value: 'v-1' })).toBe('Web chat visitor')
})
