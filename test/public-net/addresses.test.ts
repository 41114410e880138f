import { expect, test } from 'vitest'
import { isPublic, mayOpen } from '../../sync-server/public-net/addresses.ts'
import { inside } from './inside.ts'

test.each(inside)('%s is not gone to', address => {
  expect(mayOpen(address)).toBe(false)
})

test.each([
  'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1',
  'https://example.com/a%20b?c=d#e',
  'https://1.1.1.1/x',
  'https://[2606:4700::1111]/x'
])('%s is', address => {
  expect(mayOpen(address)).toBe(true)
})

test('what a name leads to is judged as what is written', () => {
  expect(
    ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fe80::1%eth0', 'nonsense'].map(isPublic)
  ).not.toContain(true)
  expect(['8.8.8.8', '2a00:1450:4001::1'].map(isPublic)).toEqual([true, true])
})
