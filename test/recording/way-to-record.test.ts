import { expect, test } from 'vitest'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import { wayToRecord } from '../../web/recording/way-to-record.ts'

/** What these say that they record. */
const chromium = (type: string) => type === 'audio/webm;codecs=opus' || type === 'audio/webm'
const chrome = (type: string) => chromium(type) || type === 'audio/mp4;codecs=mp4a.40.2' || type === 'audio/mp4'
const firefox = (type: string) => chromium(type) || type === 'audio/ogg;codecs=opus'
const safari = (type: string) => type.startsWith('audio/mp4')

test.each([
  ['whatsapp', chromium, 'audio/ogg', 'ogg'],
  ['whatsapp', chrome, 'audio/ogg', 'ogg'],
  ['whatsapp', firefox, 'audio/ogg', 'as-it-is'],
  ['telegram', chrome, 'audio/ogg', 'ogg'],
  ['telegram', safari, 'audio/mp4', 'as-it-is'],
  ['messenger', chromium, 'audio/wav', 'wav'],
  ['messenger', chrome, 'audio/mp4', 'as-it-is'],
  ['instagram', firefox, 'audio/wav', 'wav'],
  ['instagram', safari, 'audio/mp4', 'as-it-is'],
  ['line', chrome, 'audio/mp4', 'as-it-is'],
  ['webchat', chrome, 'audio/mp4', 'as-it-is'],
  ['webchat', chromium, 'audio/ogg', 'ogg'],
  ['email', firefox, 'audio/ogg', 'as-it-is']
] as const)('for %s %# it is what the platform plays', (platform, canRecord, mime, make) => {
  expect(wayToRecord(strategyOf(platform), canRecord)).toMatchObject({ mime, make })
})

test.each([
  ['whatsapp', safari],
  ['line', chromium],
  ['line', firefox],
  ['sms', chrome]
] as const)('for %s there is none on %#', (platform, canRecord) => {
  expect(wayToRecord(strategyOf(platform), canRecord)).toBeNull()
})

test('nothing is made where files do not go', () => {
  for (const strategy of strategies) expect(wayToRecord({ ...strategy, files: 'theirs' }, () => true)).toBeNull()
})
