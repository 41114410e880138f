import { expect, test } from 'vitest'
import { read } from '../../sync-server/platforms/whatsapp/read.ts'
import { account, hook, noon, change, sheena, text } from './payloads.ts'

/** What Meta's reference has of partners, payments, forms and errors, with our own words and ids in it. */

const told = (field: string, value: object, id = '102290129340398') =>
  read({ entry: [{ id, time: noon, changes: [{ field, value }] }] }, account, {
    business: '102290129340398',
    cameAt: 7
  })

const form = { flow_id: '64', message: 'The availability of your endpoint is 75%', threshold: 90 }

test.each([
  ['payment_configuration_update', { configuration_name: 'till', status: 'Active' }, false, /“till” work/],
  [
    'payment_configuration_update',
    { configuration_name: 'till', status: 'Needs Connecting' },
    true,
    /needs connecting/
  ],
  ['flows', { event: 'FLOW_STATUS_CHANGE', old_status: 'DRAFT', new_status: 'PUBLISHED' }, false, /form: published/],
  ['flows', { event: 'FLOW_STATUS_CHANGE', old_status: 'PUBLISHED', new_status: 'BLOCKED' }, true, /form: blocked/],
  ['flows', { event: 'ENDPOINT_AVAILABILITY', alert_state: 'ACTIVATED', ...form }, true, /endpoint is 75%/],
  ['flows', { event: 'ENDPOINT_AVAILABILITY', alert_state: 'DEACTIVATED', ...form }, false, /endpoint is 75%/],
  ['flows', { event: 'FLOW_VERSION_EXPIRY_WARNING', warning: 'soon' }, true, /flow version expiry warning/]
])('%s is news for its admins, and no letter', (field, value, trouble, sentence) => {
  const news = { trouble, sentence: expect.stringMatching(sentence), at: noon * 1000 }
  expect(told(field, value)).toMatchObject([{ kind: 'account', about: 'account', news }])
})

test.each([
  ['SOLUTION_CREATED', 'INITIATED', false],
  ['SOLUTION_UPDATED', 'ACTIVE', false],
  ['SOLUTION_UPDATED', 'DEACTIVATED', true]
])('partners: %s %s, which comes under the name of the business and not of the account', (event, status, trouble) => {
  const reports = told('partner_solutions', { event, solution_id: '774', solution_status: status }, '506914307656634')
  const news = { trouble, sentence: expect.stringContaining(status.toLowerCase()) }
  expect(reports).toMatchObject([{ kind: 'account', about: 'account', news }])
})

test('an error that is about no message is trouble of the account, in our words where there are any', () => {
  const errors = (code: number) => ({ errors: [{ code, title: 'Something', error_data: { details: 'It broke.' } }] })
  const reports = [errors(131042), errors(7)].flatMap(value => read(hook(change(value)), account))
  const sentences = reports.map(report => (report.kind === 'account' ? report.news?.sentence : report.kind))
  expect(sentences).toEqual([expect.stringMatching(/pay/i), 'WhatsApp reports: It broke.'])
})

test('an error beside a message is about that message', () => {
  const value = { contacts: [sheena], messages: [text('A', 'Hi')], errors: [{ code: 131000 }] }
  expect(read(hook(change(value)), account)).toMatchObject([{ kind: 'message' }])
})
