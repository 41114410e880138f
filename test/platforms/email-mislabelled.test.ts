import { describe, expect, test } from 'vitest'
import { messageIdOf } from '../../sync-server/platforms/email/message-id.ts'
import { read } from '../../sync-server/platforms/email/read.ts'
import { ana, bounce, fetched, lines, mail, multipart, shop, utf8 } from './mails.ts'

const only = async (source: string) => {
  const reports = await read(fetched(source), shop)
  expect(reports).toHaveLength(1)
  return reports[0]!
}

describe('words that are written in another alphabet than the mail says', () => {
  const said = (type: string | null, body: string, more = {}) =>
    mail({ Subject: 'Re: x', 'Content-Type': type, ...more }, body)
  const golden: readonly (readonly [what: string, source: string, text: string])[] = [
    ['as ASCII', said('text/plain; charset=us-ascii', utf8('Größe „M“')), 'Größe „M“'],
    ['in quotes, as something Western', said('text/plain; charset="ISO-8859-1"', utf8('5 €, danke')), '5 €, danke'],
    ['as what nobody knows', said('text/plain; format=flowed; charset=unknown-8bit', utf8('Größe')), 'Größe'],
    ['under a name of one database', said('text/plain; charset=utf8mb4', utf8('Größe')), 'Größe'],
    ['of a page', said('text/html; charset=us-ascii', utf8('<p>Größe</p>')), 'Größe'],
    ['on a line of its own', said('text/plain;\r\n charset=us-ascii', utf8('Größe')), 'Größe'],
    ['as UTF-8, and it is Western', said('text/plain; charset=utf-8', 'Gr\xf6\xdfe \x84M\x93'), 'Größe „M“'],
    [
      'in quotes, as UTF-8, and it is Western',
      said('text/plain; charset=utf-8', 'Gr=F6=DFe =\r\n=3D M', { 'Content-Transfer-Encoding': 'quoted-printable' }),
      'Größe = M'
    ],
    [
      'encoded, as Western, and it is UTF-8',
      said('text/plain; charset=iso-8859-1', Buffer.from('Größe').toString('base64'), {
        'Content-Transfer-Encoding': 'base64'
      }),
      'Größe'
    ],
    // What is right stays right.
    ['of seven bits', said('text/plain; charset=utf-7', 'Gr+APYA3w-e +- M'), 'Größe + M'],
    ['Western as it says', said('text/plain; charset=iso-8859-1', 'Gr\xf6\xdfe'), 'Größe'],
    ['Russian as it says', said('text/plain; charset=koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4'), 'Привет'],
    ['UTF-8 with one letter broken', said('text/plain; charset=utf-8', `${utf8('Größe')} \xff`), 'Größe \uFFFD'],
    ['ASCII that is', said('text/plain; charset=us-ascii', 'charset=us-ascii, it says'), 'charset=us-ascii, it says']
  ]

  test.each(golden)('%s', async (_what, source, text) => {
    expect(await only(source)).toMatchObject({ kind: 'message', content: { kind: 'text', text } })
  })

  test('in a part among others, and a file beside it stays as it is, to the byte', async () => {
    const told = multipart(
      'mixed',
      [['Content-Type: text/plain; charset=us-ascii'], utf8('Größe „M“')],
      [['Content-Type: text/plain; name="Gr\xf6\xdfe.txt"', 'Content-Disposition: attachment'], 'Gr\xf6\xdfe']
    )
    const report = await only(mail({ Subject: 'Re: x', 'Content-Type': told.head }, told.body))
    const items = [{ name: 'Größe.txt', bytes: 6 }]
    expect(report).toMatchObject({ kind: 'message', content: { kind: 'media', caption: 'Größe „M“', items } })
  })

  test('a subject of seven bits', async () => {
    expect(await only(mail({ Subject: '=?utf-7?Q?Die_Fr+APY-sche_=28neu=29?=' }, ''))).toMatchObject({
      content: { text: 'Die Frösche (neu)' }
    })
  })

  test.each([
    ['base64', '=?UTF-8?B?R3LD?= =?UTF-8?B?tsOfZQ==?='],
    ['quoted-printable', '=?UTF-8?Q?Gr=C3?= =?UTF-8?Q?=B6=C3=9Fe?=']
  ])('a subject that is divided in the middle of a letter, in %s', async (_how, subject) => {
    expect(await only(mail({ Subject: subject }, ''))).toMatchObject({ content: { text: 'Größe' } })
  })
})

describe('what nobody wrote to us', () => {
  test('a colleague’s mail from the same address to a customer is none of the customer’s, and no customer', async () => {
    const fromUs = { From: `Shop <${shop}>`, 'Message-ID': '<outlook.1@shop.example>' }
    expect(await only(mail({ ...fromUs, To: `Ana <${ana}>` }, 'We send it today.'))).toMatchObject({
      kind: 'unread',
      why: 'was written from this address to somebody else'
    })
    expect(await only(mail({ ...fromUs, To: `Ana <${ana}>`, Cc: shop }, 'We send it today.'))).toMatchObject({
      kind: 'unread'
    })
    // A form on the shop's own pages that says for nobody: it is read by people.
    for (const to of [shop, 'info@shop.example', `Sales <sales@SHOP.example>, ${shop}`]) {
      expect(await only(mail({ ...fromUs, To: to }, 'Call me on 555 1234'))).toMatchObject({ kind: 'message' })
    }
    expect(await only(mail({ ...fromUs, To: ana, 'Reply-To': ana }, 'Call me'))).toMatchObject({ kind: 'message' })
  })

  test('that a mail was opened is told by a program: a quiet line', async () => {
    const told = multipart(
      'report; report-type=disposition-notification',
      [['Content-Type: text/plain'], 'Your message was read.'],
      [
        ['Content-Type: message/disposition-notification'],
        lines('Original-Message-ID: <x@y>', 'Disposition: manual-action/MDN-sent-manually; displayed')
      ]
    )
    const heads = { Subject: 'Read: Re: x', 'Content-Type': told.head.replace(/"[^"]*"/, '"=_r"') }
    const body = told.body.replaceAll('=_report; report-type=disposition-notification', '=_r')
    expect(await only(mail(heads, body))).toMatchObject({ kind: 'notice', what: 'auto-reply', quiet: true })
  })

  test('what became of a message, with a remark beside the word for it', async () => {
    const messageId = messageIdOf('0198c0de-0000-7000-8000-000000000001', shop)
    const fields = [`Final-Recipient: rfc822; ${ana}`, 'Action: relayed (to non-DSN-aware mailer)', 'Status: 2.0.0']
    const told = await only(bounce(fields, [`Message-ID: <${messageId}>`, `To: Ana <${ana}>`]))
    expect(told).toMatchObject({ kind: 'receipt', status: 'sent', word: 'dsn-relayed' })
  })
})
