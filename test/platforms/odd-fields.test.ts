import { expect, test } from 'vitest'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import * as line from './line-events.ts'
import { fb, ig, tenMs } from './meta-events.ts'
import { change, hook, sheena, status, text } from './payloads.ts'
import { ana, bot, said } from './updates.ts'

/*
 * A field that need not be there, and makes no sense, costs nothing but itself. Each of these was a customer's message or
 * a receipt that went to the dead letters, or a name that was lost, for a field nobody needs.
 */

const receipt = { ...status('S', 'failed'), errors: [{ code: 131026, title: 'Undeliverable' }] }
const wa = (parts: object) => hook(change({ contacts: [sheena], ...parts }))
const read = (platform: string, account: string, payload: unknown) => {
  const secret = { tenant: 't', inbox: 'i', platform, account, appSecret: '', verifyToken: '', accessToken: '' }
  return platformOf(platform)!.hook!.read(payload, { ...secret, baseUrl: null }, 1)
}
const watermark = { watermark: tenMs }

const cases: readonly (readonly [platform: string, account: string, what: string, payload: unknown, told: object])[] = [
  [
    'whatsapp',
    '100000000000001',
    'no system',
    wa({ messages: [{ ...text('A', 'Hi'), system: null }] }),
    { kind: 'message' }
  ],
  [
    'whatsapp',
    '100000000000001',
    'a user id that is none',
    wa({ messages: [{ ...text('A', 'Hi'), from_user_id: {} }] }),
    { kind: 'message' }
  ],
  [
    'whatsapp',
    '100000000000001',
    'a list of no errors',
    wa({ statuses: [{ ...receipt, errors: {} }] }),
    { kind: 'receipt' }
  ],
  [
    'whatsapp',
    '100000000000001',
    'a title that is a number',
    wa({ statuses: [{ ...receipt, errors: [{ code: 1, title: 7 }] }] }),
    { kind: 'receipt', failure: { code: '1' } }
  ],
  [
    'whatsapp',
    '100000000000001',
    'a profile that is none',
    hook(
      change({ contacts: [{ profile: null, user_id: 'US.1' }], messages: [{ ...text('A', 'Hi'), from: undefined }] })
    ),
    { kind: 'message', handles: [{ value: 'US.1' }] }
  ],
  [
    'telegram',
    bot,
    'nothing about whether it is a bot',
    said(5, { text: 'Hi', from: { ...ana, is_bot: null } }),
    { kind: 'message', name: 'Ana Lima' }
  ],
  [
    'telegram',
    bot,
    'a name that is a number',
    said(5, { text: 'Hi', from: { ...ana, last_name: 7 } }),
    { kind: 'message', name: 'Ana' }
  ],
  [
    'line',
    line.lineBot,
    'an event id that is a number',
    line.hook({ ...line.text(1, 'Hi'), webhookEventId: 7 }),
    { kind: 'message' }
  ],
  [
    'messenger',
    fb.account,
    'ids that are none',
    fb.hook(fb.event({ delivery: { mids: [null, {}, 'm_1'], ...watermark } }, tenMs)),
    { kind: 'receipt', platformId: 'm_1' }
  ],
  [
    'messenger',
    fb.account,
    'ids that are no list',
    fb.hook(fb.event({ delivery: { mids: 7, ...watermark } }, tenMs)),
    { kind: 'receipt-up-to', upTo: tenMs }
  ],
  [
    'instagram',
    ig.account,
    'a watermark that is none',
    ig.hook(ig.event({ read: { mid: 'm_1', watermark: 'x' } }, tenMs)),
    { kind: 'receipt', platformId: 'm_1' }
  ]
]

test.each(cases)('%s %s with %s', (platform, account, _what, payload, told) => {
  expect(read(platform, account, payload)[0]).toMatchObject(told)
})
