import { expect, test } from 'vitest'
import { read } from '../../sync-server/platforms/whatsapp/read.ts'
import { account, noon } from './payloads.ts'

/** What Meta's reference has of a number's groups, settings and address book, with our own words and ids in it. */

const told = (field: string, value: object, number = account) => {
  const metadata = { display_phone_number: '15550783881', phone_number_id: number }
  const changes = [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }]
  const [report, ...more] = read({ entry: [{ id: '102290129340398', time: noon, changes }] }, account)
  expect(more).toEqual([])
  return report
}
const group = (type: string, rest: object = {}) => ({
  groups: [{ timestamp: String(noon), group_id: 'Y2FwaV9ncm91cDox', type, ...rest }]
})
const errors = [{ code: 131000, title: 'Something went wrong' }]
const of = (contact: object, action: string) => ({
  state_sync: [{ type: 'contact', contact, action, metadata: { timestamp: String(noon) } }]
})

test.each([
  [
    'group_lifecycle_update',
    group('group_create', { subject: 'Book club' }),
    false,
    /a new WhatsApp group “Book club”/
  ],
  ['group_lifecycle_update', group('group_create', { subject: 'Book club', errors }), true, /could not be made/],
  ['group_lifecycle_update', group('group_delete'), false, /was deleted/],
  ['group_status_update', group('group_suspend'), true, /has suspended/],
  ['group_status_update', group('group_suspend_cleared'), false, /opened .* again/],
  ['account_settings_update', { phone_number_settings: { calling: { status: 'ENABLED' } } }, false, /can call/],
  ['account_settings_update', { phone_number_settings: { calling: { status: 'DISABLED' } } }, false, /disabled/],
  ['account_settings_update', { phone_number_settings: {} }, false, /were changed/]
])('%s is news for its admins, and no letter', (field, value, trouble, sentence) => {
  const news = { trouble, sentence: expect.stringMatching(sentence) }
  expect(told(field, value)).toMatchObject({ kind: 'account', about: 'account', news })
})

test.each([
  ['group_participants_update', group('group_participants_add', { added_participants: [{ wa_id: '16505551234' }] })],
  ['group_settings_update', group('group_settings_update', { group_subject: { text: 'Readers' } })],
  ['group_lifecycle_update', group('group_something_new')]
])('%s is answered, and nobody is troubled by it', (field, value) => {
  expect(told(field, value)).toEqual({ kind: 'account', about: 'account', news: null })
})

test('the address book of the app is told once, and nobody in it is kept', () => {
  const [one, two] = [
    told('smb_app_state_sync', of({ full_name: 'Pablo Morales', phone_number: '16505551234' }, 'add')),
    told('smb_app_state_sync', of({ phone_number: '16505551235' }, 'remove'))
  ]
  expect(one).toMatchObject({
    kind: 'account',
    news: { trouble: false, sentence: expect.stringMatching(/address book/) }
  })
  expect(JSON.stringify(one)).not.toMatch(/Pablo|16505551234/)
  const idOf = (report: typeof one) => (report?.kind === 'account' ? report.news?.id : undefined)
  expect(idOf(two)).toBe(idOf(one))
})

test('what is told of another number is kept as it came', () => {
  const field = 'group_status_update'
  expect(told(field, group('group_suspend'), '1')).toMatchObject({ kind: 'unread', why: 'is for another phone number' })
})
