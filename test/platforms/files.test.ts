import { expect, test } from 'vitest'
import { kindFor, limitOf } from '../../shared/platforms/files.ts'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { nameWithEnding } from '../../sync-server/platforms/file-names.ts'

// Source: Meta, "Media", "Supported media types". An upload of anything else is answered with error 100.
test.each([
  ['image/jpeg', 'image'],
  ['image/png', 'image'],
  ['image/gif', null],
  ['image/webp', null],
  ['video/mp4', 'video'],
  ['video/quicktime', null],
  ['audio/mpeg', 'audio'],
  ['application/pdf', 'document'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'document'],
  ['text/plain', 'document'],
  ['text/csv', 'document'],
  ['application/zip', null],
  ['application/octet-stream', null]
] as const)('on WhatsApp %s goes as %s', (mime, kind) => {
  expect(kindFor(strategyOf('whatsapp'), mime)).toBe(kind)
})

test('where only customers send files, nothing may go', () => {
  expect(strategies.length).toBeGreaterThan(0)
  for (const strategy of strategies.map(one => ({ ...one, files: 'theirs' as const }))) {
    expect([kindFor(strategy, 'image/jpeg'), limitOf(strategy, 'image')]).toEqual([null, undefined])
  }
})

test.each([
  ['bill.pdf', 'application/pdf', 'bill.pdf'],
  ['bill', 'application/pdf', 'bill.pdf'],
  [undefined, 'image/jpeg', 'file.jpg'],
  ['../../etc/passwd', 'text/plain', 'etcpasswd.txt'],
  ['a"\r\nX-Evil: 1.png', 'image/png', 'aX-Evil 1.png'],
  ['\u202Egnp.exe', 'image/png', 'gnp.exe'],
  ['...', 'application/x-unknown', 'file']
])('a phone knows %j as a name that does no harm', (name, mime, shown) => {
  expect(nameWithEnding(name, mime)).toBe(shown)
})
