import { describe, expect, test } from 'vitest'
import { messageIdOf } from '../../sync-server/platforms/email/message-id.ts'
import { read } from '../../sync-server/platforms/email/read.ts'
import { ana, bounce, fetched, mail, multipart, shop, ten } from './mails.ts'

/** Most servers that cannot bring a message write a letter, and no report that a program could read. */

const reply = '0198c0de-0000-7000-8000-000000000001'
const messageId = messageIdOf(reply, shop)
const handles = [{ platform: 'email', kind: 'address', value: ana }]
const readIt = (source: string) => read(fetched(source), shop)
const daemon = {
  From: 'Mail Delivery System <Mailer-Daemon@mx.shop.example>',
  Subject: 'Mail delivery failed',
  'Message-ID': '<E1@mx>'
}
const copy = [
  `Received: from shop.example`,
  `Message-ID: <${messageId}>`,
  `From: Shop <${shop}>`,
  `To: Ana <${ana}>`,
  'Subject: Your order',
  '',
  'It is here.'
]
const failed = (code: string, reason: unknown) => ({ status: 'failed', word: 'dsn-failed', failure: { code, reason } })

describe('a message that came back with a letter', () => {
  test.each([
    [
      'as one server writes it, by itself',
      { ...daemon, 'Auto-Submitted': 'auto-replied', 'X-Failed-Recipients': ana },
      [
        'A message that you sent could not be delivered.',
        '',
        `  ${ana}`,
        '    host mx.mail.example [192.0.2.5]: 550 5.1.1 No such user',
        '',
        '------ This is a copy of the message, including all the headers. ------',
        ...copy
      ],
      failed('5.1.1', expect.stringMatching(/does not exist.*550 5\.1\.1 No such user$/))
    ],
    [
      'as another writes it, from a name without an address',
      { ...daemon, From: 'MAILER-DAEMON <>', Subject: 'failure notice' },
      [
        'Hi. I was not able to deliver your message.',
        `<${ana}>:`,
        'Remote host said: 552 mailbox full',
        '--- Below this line is a copy of the message.',
        ...copy
      ],
      failed('bounced', expect.stringMatching(/mailbox is full/))
    ],
    [
      'without a number, in words',
      { ...daemon, From: 'postmaster@mx.shop.example' },
      [`User unknown: <${ana}>`, ...copy],
      failed('bounced', expect.stringMatching(/does not exist/))
    ],
    ['that says nothing', daemon, ['Sorry.', ...copy], failed('bounced', 'The message came back.')],
    [
      'that is still being tried',
      { ...daemon, Subject: 'Warning: message delayed 24 hours' },
      ['It has not been delivered. Delivery attempts will continue for 3 days.', ...copy],
      { status: 'sent', word: 'dsn-delayed', failure: null }
    ],
    [
      'that only says what it answers',
      { ...daemon, 'In-Reply-To': `<${messageId}>`, 'X-Failed-Recipients': ana },
      ['Die Adresse wurde nicht gefunden.'],
      failed('bounced', 'The message came back.')
    ]
  ])('%s', async (_what, heads, body, told) => {
    expect(await readIt(mail(heads, ...body))).toMatchObject([
      { kind: 'receipt', platformId: messageId, message: reply, at: ten, handles, ...told }
    ])
  })

  test('with our message beside the letter', async () => {
    const parts = multipart(
      'mixed',
      [['Content-Type: text/plain'], 'This is the reason: 550 5.7.1 spam'],
      [['Content-Type: message/rfc822'], copy.join('\r\n')]
    )
    expect(await readIt(mail({ ...daemon, 'Content-Type': parts.head }, parts.body))).toMatchObject([
      { kind: 'receipt', handles, failure: { code: '5.7.1' } }
    ])
  })

  describe('in the middle of a thread', () => {
    const before = messageIdOf('0198c0de-0000-7000-8000-00000000000b', shop)
    const thread = [`References: <ana.1@mail.example> <${before}>`, `In-Reply-To: <${before}>`]
    const report = [`Final-Recipient: rfc822; ${ana}`, 'Action: failed', 'Status: 5.1.1']

    test('it is of the message itself, and not of one before it, which did arrive', async () => {
      const told = [{ platformId: messageId, message: reply, status: 'failed' }]
      expect(await readIt(bounce(report, [...thread, ...copy]))).toMatchObject(told)
      expect(await readIt(mail(daemon, 'User unknown', ...thread, ...copy))).toMatchObject(told)
      expect(
        await readIt(mail({ ...daemon, References: `<${before}> <${messageId}>`, 'X-Failed-Recipients': ana }))
      ).toMatchObject(told)
    })

    test('what a colleague wrote there with another program is none of ours', async () => {
      const theirs = [...thread, ...copy.map(line => line.replace(messageId, 'a.colleague@shop.example'))]
      expect(await readIt(bounce(report, theirs))).toMatchObject([{ kind: 'unread' }])
      expect(await readIt(mail(daemon, 'User unknown', ...theirs))).not.toMatchObject([{ kind: 'receipt' }])
    })
  })

  test('with a report that is there and empty, or has words of its own', async () => {
    expect(await readIt(bounce([], copy))).toMatchObject([{ kind: 'receipt', status: 'failed', handles }])
    const expired = [`Final-Recipient: rfc822; ${ana}`, 'Action: expired', 'Status: ']
    expect(await readIt(bounce(expired, copy))).toMatchObject([{ status: 'failed', failure: { code: 'bounced' } }])
    // It says more in its words than in its status.
    const vague = [
      `Final-Recipient: rfc822; ${ana}`,
      'Action: failed',
      'Status: 5.0.0',
      'Diagnostic-Code: smtp; 550 5.2.2 over quota'
    ]
    expect(await readIt(bounce(vague, copy))).toMatchObject([
      { failure: { code: '5.2.2', reason: expect.stringMatching(/full/) } }
    ])
  })

  test.each([
    ['about nobody’s message', daemon, ['Sorry.', `To: ${ana}`]],
    ['about another house’s', daemon, ['Sorry.', 'Message-ID: <daybook.1@evil.example>', `To: ${ana}`]],
    ['that names nobody', daemon, ['Sorry.', `Message-ID: <${messageId}>`]]
  ])('%s is no receipt', async (_what, heads, body) => {
    expect(await readIt(mail(heads, ...body))).not.toMatchObject([{ kind: 'receipt' }])
  })

  test('a letter that is an attack takes no longer than another', async () => {
    const attack = ['-'.repeat(300_000), `${' '.repeat(300_000)}To: x`, '4.1.1.'.repeat(50_000), '>\n'.repeat(50_000)]
    expect(await readIt(mail(daemon, ...attack, ...copy))).toHaveLength(1)
  })

  test('a customer who quotes all of our message is no server', async () => {
    expect(await readIt(mail({}, 'Like this one?', ...copy.map(line => `> ${line}`)))).toMatchObject([
      { kind: 'message', handles }
    ])
    const away = { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': `<${messageId}>`, 'Return-Path': '<>' }
    expect(await readIt(mail(away, 'Back on Monday'))).toMatchObject([{ kind: 'notice', what: 'auto-reply' }])
  })
})

describe('what old programs write', () => {
  const said = async (source: string) => {
    const [report] = await readIt(source)
    return report?.kind === 'message' ? report : undefined
  }

  test('letters in a header as their own machine has them', async () => {
    const subject = 'Gr\u00FC\u00DFe aus K\u00F6ln'
    const report = await said(mail({ From: `J\u00F6rg <${ana}>`, Subject: subject }, 'Hallo'))
    expect(report).toMatchObject({ name: 'J\u00F6rg', content: { text: `${subject}\n\nHallo` } })
    const named = mail({ Subject: '\u042F\u0445', 'Content-Type': 'text/plain; charset=windows-1251' }, 'x')
    expect(
      await said(Buffer.from(named.replace('\u042F\u0445', '\u00DF\u00F5'), 'latin1').toString('latin1'))
    ).toMatchObject({
      content: { text: '\u042F\u0445\n\nx' }
    })
  })

  test('an encoded word with a letter that is not encoded', async () => {
    expect(await said(mail({ Subject: '=?iso-8859-1?Q?K\u00F6ln?=' }, 'Hallo'))).toMatchObject({
      content: { text: 'K\u00F6ln\n\nHallo' }
    })
  })

  test('a body that does not say how it is written', async () => {
    for (const type of [null, 'text/plain', 'text/plain; charset=us-ascii']) {
      const heads = { 'Content-Transfer-Encoding': '8bit', 'Content-Type': type }
      const report = await said(mail(heads, 'Sch\u00F6ne Gr\u00FC\u00DFe'))
      expect(report).toMatchObject({ content: { text: 'Is it in stock?\n\nSch\u00F6ne Gr\u00FC\u00DFe' } })
    }
  })

  test('what is UTF-8 stays so', async () => {
    const source = Buffer.from(mail({ Subject: 'K\u00F6ln \u{1F3E0}' }, 'Sch\u00F6n')).toString('latin1')
    expect(await said(source)).toMatchObject({ content: { text: 'K\u00F6ln \u{1F3E0}\n\nSch\u00F6n' } })
  })

  test('the words once more, in a form for some programs, are no file', async () => {
    const parts = multipart(
      'alternative',
      [['Content-Type: text/plain'], 'Hello'],
      [['Content-Type: text/x-amp-html'], '<html amp4email></html>']
    )
    expect(await said(mail({ 'Content-Type': parts.head }, parts.body))).toMatchObject({ content: { kind: 'text' } })
  })

  test.each([
    ['image/jpg', 'p.jpg', 'image'],
    ['image/pjpeg', 'p.jpg', 'image'],
    ['application/octet-stream', 'P.JPG', 'image'],
    ['application/octet-stream', 'p.exe', 'document']
  ])('a file of type %s, called %s, is %s', async (type, name, media) => {
    const parts = multipart(
      'mixed',
      [['Content-Type: text/plain'], 'See'],
      [
        [
          `Content-Type: ${type}; name="${name}"`,
          'Content-Disposition: attachment',
          'Content-Transfer-Encoding: base64'
        ],
        'AAAA'
      ]
    )
    expect(await said(mail({ 'Content-Type': parts.head }, parts.body))).toMatchObject({
      content: { items: [{ media, name }] }
    })
  })
})
