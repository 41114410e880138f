import { expect, test } from 'vitest'
import { isPublic, mayOpen } from '../../sync-server/public-net/addresses.ts'

const inside = [
  'https://127.0.0.1/x',
  'https://127.1/x',
  'https://2130706433/x',
  'https://0x7f000001/x',
  'https://0177.0.0.1/x',
  'https://0/x',
  'https://0.0.0.0/x',
  'https://10.0.0.1/x',
  'https://10.255.255.255/x',
  'https://100.64.0.1/x',
  'https://100.127.255.254/x',
  'https://169.254.169.254/latest/meta-data/',
  'https://172.16.0.1/x',
  'https://172.31.255.255/x',
  'https://192.0.0.8/x',
  'https://192.0.2.1/x',
  'https://192.88.99.1/x',
  'https://192.168.0.1/x',
  'https://192.168.255.255/x',
  'https://198.18.0.1/x',
  'https://198.19.255.255/x',
  'https://198.51.100.7/x',
  'https://203.0.113.7/x',
  'https://224.0.0.1/x',
  'https://239.255.255.255/x',
  'https://240.0.0.1/x',
  'https://255.255.255.255/x',
  'https://[::]/x',
  'https://[::1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://[::ffff:10.0.0.1]/x',
  'https://[::ffff:7f00:1]/x',
  'https://[::127.0.0.1]/x',
  'https://[64:ff9b::7f00:1]/x',
  'https://[64:ff9b:1::1]/x',
  'https://[100::1]/x',
  'https://[2001::1]/x',
  'https://[2001:db8::1]/x',
  'https://[2002:7f00:1::]/x',
  'https://[3fff::1]/x',
  'https://[fc00::1]/x',
  'https://[fd12:3456:789a::1]/x',
  'https://[fe80::1]/x',
  'https://[fec0::1]/x',
  'https://[ff02::1]/x',
  'https://localhost/x',
  'https://db/x',
  'https://localhost./x',
  'https://metadata.google.internal./x',
  'http://example.com/x',
  'https://example.com:8443/x',
  'https://example.com:22/x',
  'https://user@example.com/x',
  'https://user:word@example.com/x',
  'https://:word@example.com/x',
  'ftp://example.com/x',
  'file:///etc/passwd',
  'gopher://example.com/x',
  'data:text/html,x',
  'javascript:alert(1)',
  'blob:https://example.com/x',
  'ws://example.com/x',
  '//example.com/x',
  '/etc/passwd',
  ''
]

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
