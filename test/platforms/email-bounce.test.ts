import { describe, expect, test } from 'vitest'
import { messageIdOf } from '../../sync-server/platforms/email/message-id.ts'
import { read } from '../../sync-server/platforms/email/read.ts'
import { ana, bounce, fetched, mail, shop, ten } from './mails.ts'

const reply = '0198c0de-0000-7000-8000-000000000001'
const messageId = messageIdOf(reply, shop)
const ours = [`Message-ID: <${messageId}>`, `To: Ana <${ana}>`]
const readIt = (source: string) => read(fetched(source), shop)
const handles = [{ platform: 'email', kind: 'address', value: ana }]

describe('a message that came back', () => {
  const cases: readonly (readonly [what: string, fields: readonly string[], told: object])[] = [
    [
      'no such address',
      [
        'Final-Recipient: rfc822; ana.ruiz@mail.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 User unknown'
      ],
      {
        status: 'failed',
        failure: { code: '5.1.1', reason: 'This e-mail address does not exist. 550 5.1.1 User unknown' }
      }
    ],
    [
      'a full mailbox',
      ['Final-Recipient: rfc822; ana.ruiz@mail.example', 'Action: failed', 'Status: 5.2.2'],
      { status: 'failed', failure: { code: '5.2.2', reason: 'The customer’s mailbox is full.' } }
    ],
    [
      'spam, and a diagnosis over two lines',
      [
        'Final-Recipient: rfc822; ana.ruiz@mail.example',
        'Action: Failed',
        'Status: 5.7.1 (policy)',
        'Diagnostic-Code: smtp; 554',
        '  rejected'
      ],
      { status: 'failed', failure: { code: '5.7.1', reason: expect.stringMatching(/spam.* 554 rejected$/) } }
    ],
    [
      'a status nobody knows',
      ['Final-Recipient: rfc822; ana.ruiz@mail.example', 'Action: failed', 'Status: huh'],
      { status: 'failed', failure: { code: 'bounced', reason: 'The message came back.' } }
    ],
    [
      'arrived',
      ['Final-Recipient: rfc822; ana.ruiz@mail.example', 'Action: delivered', 'Status: 2.0.0'],
      { status: 'delivered', failure: null }
    ],
    [
      'handed on',
      ['Final-Recipient: rfc822; ana.ruiz@mail.example', 'Action: relayed', 'Status: 2.0.0'],
      { status: 'sent', failure: null }
    ],
    [
      'still being tried',
      ['Final-Recipient: rfc822; ana.ruiz@mail.example', 'Action: delayed', 'Status: 4.4.1'],
      { status: 'sent', failure: null }
    ]
  ]

  test.each(cases)('%s', async (_what, fields, told) => {
    const [report, ...more] = await readIt(bounce(fields, ours))
    expect(more).toEqual([])
    expect(report).toMatchObject({ kind: 'receipt', platformId: messageId, message: reply, at: ten, handles, ...told })
  })

  test('is about whom we wrote to, also where another address took it on', async () => {
    const fields = [
      'Original-Recipient: rfc822;Ana.Ruiz@mail.example',
      'Final-Recipient: rfc822; box7@hidden.example',
      'Action: failed'
    ]
    const [report] = await readIt(bounce(fields, ours))
    expect(report).toMatchObject({ handles: [...handles, { value: 'box7@hidden.example' }] })
  })

  test.each(['X-Daybook-Message-ID: ', 'X-Microsoft-Original-Message-ID:\r\n '])(
    'is known also where the mail server gave it another Message-ID: %s',
    async named => {
      const fields = ['Final-Recipient: rfc822; ana.ruiz@mail.example', 'Action: failed', 'Status: 5.1.1']
      const renamed = ['Message-ID: <0102019@eu.ses.example>', `${named}<${messageId}>`, `To: Ana <${ana}>`]
      expect(await readIt(bounce(fields, renamed))).toMatchObject([
        { kind: 'receipt', platformId: messageId, message: reply, status: 'failed', handles }
      ])
    }
  )

  test.each([
    ['about another house’s', bounce(['Action: failed'], ['Message-ID: <daybook.1@evil.example>', `To: ${ana}`])],
    ['without a recipient', bounce(['Action: failed'], [`Message-ID: <${messageId}>`])],
    ['with an action of its own', bounce(['Action: constructor'], ours)],
    ['empty, of nobody’s message', bounce([], null)]
  ])('%s is kept, and nobody is told', async (_what, source) => {
    expect(await readIt(source)).toMatchObject([{ kind: 'unread', form: 'payload' }])
  })
})

describe('a report that gives nothing back', () => {
  const failed = ['Action: failed', 'Status: 5.1.1']

  test('is a quiet line where its customer is: which message it means nobody knows', async () => {
    const told = await readIt(bounce([`Final-Recipient: rfc822; ${ana}`, ...failed], null))
    expect(told).toMatchObject([{ kind: 'notice', what: 'bounced', quiet: true, at: ten, name: null, handles }])
    const text = 'a server says that a message to this address came back: This e-mail address does not exist.'
    expect(told).toMatchObject([{ text }])
    expect(await readIt(bounce([`Final-Recipient: rfc822; ${ana}`, ...failed], null))).toEqual(told)
  })

  test('of several is one for each', async () => {
    const both = [`Final-Recipient: rfc822; ${ana}`, ...failed, '', 'Final-Recipient: rfc822; b@b.example', ...failed]
    const told = await readIt(bounce(both, null))
    expect(told).toMatchObject([{ handles }, { handles: [{ value: 'b@b.example' }] }])
    expect(new Set(told.map(report => 'id' in report && report.id)).size).toBe(2)
  })

  test.each([
    ['that only waits', bounce([`Final-Recipient: rfc822; ${ana}`, 'Action: delayed'], null)],
    ['that names another message', bounce([`Final-Recipient: rfc822; ${ana}`, ...failed], ['Message-ID: <a@b>'])],
    ['that names nobody', bounce(failed, null)]
  ])('%s is kept', async (_what, source) => {
    expect(await readIt(source)).toMatchObject([{ kind: 'unread', form: 'payload' }])
  })
})

describe('a copy of what we sent', () => {
  test('says that it was taken, and its words are not believed', async () => {
    const copy = mail({ From: shop, To: `Ana <${ana}>`, 'Message-ID': `<${messageId}>` }, 'Words of anybody')
    expect(await readIt(copy)).toMatchObject([
      { kind: 'receipt', platformId: messageId, message: reply, status: 'sent', word: 'copy', handles }
    ])
  })

  test('is known also where the mail server gave it another Message-ID', async () => {
    const heads = { 'Message-ID': '<0102019@eu.ses.example>', 'X-Daybook-Message-ID': `<${messageId}>` }
    expect(await readIt(mail({ From: shop, To: `Ana <${ana}>`, ...heads }, 'Words'))).toMatchObject([
      { kind: 'receipt', platformId: messageId, message: reply, status: 'sent', word: 'copy' }
    ])
  })

  test('in a stranger’s name is a message like any other', async () => {
    expect(await readIt(mail({ 'Message-ID': `<${messageId}>` }, 'Hi'))).toMatchObject([{ kind: 'message', handles }])
  })
})
