import { describe, expect, test } from 'vitest'
import { longestText } from '../../shared/conversations/content.ts'
import { upToDeepest } from '../../sync-server/platforms/email/html-text.ts'
import { messageIdOf } from '../../sync-server/platforms/email/message-id.ts'
import { read } from '../../sync-server/platforms/email/read.ts'
import type { Report } from '../../sync-server/platforms/port.ts'
import { ana, fetched, lines, mail, multipart, shop, ten, utf8 } from './mails.ts'

const handles = [{ platform: 'email', kind: 'address', value: ana }]
const readIt = (source: string) => read(fetched(source), shop)
const only = async (source: string): Promise<Report> => {
  const reports = await readIt(source)
  expect(reports).toHaveLength(1)
  return reports[0]!
}
const contentOf = async (source: string) => {
  const report = await only(source)
  if (report.kind !== 'message') throw new Error(`it is ${report.kind}: ${JSON.stringify(report).slice(0, 300)}`)
  return report.content
}
const textOf = async (source: string) => {
  const content = await contentOf(source)
  return content.kind === 'text' ? content.text : content.kind === 'media' ? content.caption : undefined
}

const plain = ['Content-Type: text/plain; charset=utf-8']
const page = ['Content-Type: text/html; charset=utf-8']
const both = multipart('alternative', [plain, 'Hello, plain.'], [page, '<p>Hello, <b>page</b>.</p>'])
const photo = [
  'Content-Type: image/jpeg; name="torn.jpg"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="torn.jpg"'
]
const mixed = multipart('mixed', [plain, 'See the photo.'], [photo, '/9j/4AAQSkZJRg=='])
const answer = (over: Record<string, string | null> = {}) => ({ Subject: 'Re: Is it in stock?', ...over })

describe('the words of a mail', () => {
  const golden: readonly (readonly [what: string, source: string, text: string])[] = [
    ['the subject first, where it is news', mail({}, 'The red one.'), 'Is it in stock?\n\nThe red one.'],
    ['no subject in an answer', mail(answer(), 'Thanks!'), 'Thanks!'],
    ['an answer of a German program', mail({ Subject: 'AW: Frage' }, 'Danke'), 'Danke'],
    ['an answer to an answer', mail({ Subject: 'Re[2]: RE: x' }, 'And?'), 'And?'],
    ['a subject and nothing else', mail({ Subject: 'Call me' }), 'Call me'],
    ['nothing at all', mail({ Subject: null }), '(an e-mail without words)'],
    ['the plain text where there are both', mail(answer({ 'Content-Type': both.head }), both.body), 'Hello, plain.'],
    [
      'a page alone',
      mail(answer({ 'Content-Type': 'text/html' }), '<p>One</p><p>Two<br>lines</p>'),
      'One\n\nTwo\nlines'
    ],
    [
      'a page’s link with its address',
      mail(answer({ 'Content-Type': 'text/html' }), '<a href="https://x.example/a">here</a>'),
      'here [https://x.example/a]'
    ],
    [
      'nothing of a page that acts',
      mail(
        answer({ 'Content-Type': 'text/html' }),
        '<head><title>t</title><style>p{}</style></head><script>alert(1)</script><p onclick="x()">Hi<img src="https://t.example/p.gif"></p>'
      ),
      'Hi'
    ],
    [
      'quoted-printable',
      mail(
        answer({ 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'quoted-printable' }),
        'caf=C3=A9 =',
        'au lait'
      ),
      'café au lait'
    ],
    [
      'base64',
      mail(
        answer({ 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'base64' }),
        'wqFIb2xhIQ=='
      ),
      '¡Hola!'
    ],
    ['latin1', mail(answer({ 'Content-Type': 'text/plain; charset=iso-8859-1' }), 'Gr\xfc\xdfe'), 'Grüße'],
    [
      'windows-1251',
      mail(answer({ 'Content-Type': 'text/plain; charset=windows-1251' }), '\xcf\xf0\xe8\xe2\xe5\xf2'),
      'Привет'
    ],
    [
      'ISO-2022-JP',
      mail(answer({ 'Content-Type': 'text/plain; charset=ISO-2022-JP' }), '\x1b$B$3$s$K$A$O\x1b(B'),
      'こんにちは'
    ],
    ['a character set nobody knows', mail(answer({ 'Content-Type': 'text/plain; charset=klingon' }), 'Hello'), 'Hello'],
    ['bare UTF-8 without a word about it', utf8(mail(answer(), 'سلام')), 'سلام'],
    ['an encoded subject', mail({ Subject: '=?utf-8?B?wr9RdcOpPw==?= =?iso-8859-1?Q?_S=ED?=' }, ''), '¿Qué? Sí'],
    [
      'format=flowed',
      mail(answer({ 'Content-Type': 'text/plain; format=flowed' }), 'one long ', 'line', 'and another'),
      'one long line\nand another'
    ],
    ['lines that end in LF only', mail(answer(), 'a', 'b').replaceAll('\r\n', '\n'), 'a\nb'],
    ['a NUL in the middle', mail(answer(), 'a\0b'), 'a\uFFFDb'],
    [
      'parts that never end',
      mail(answer({ 'Content-Type': both.head }), both.body.slice(0, both.body.indexOf('Hello, <b>'))),
      'Hello, plain.'
    ],
    [
      'a boundary that never comes',
      mail(answer({ 'Content-Type': 'multipart/mixed; boundary="nowhere"' }), 'lost?'),
      '(an e-mail without words)'
    ]
  ]

  test.each(golden)('%s', async (_what, source, text) => {
    expect(await textOf(source)).toBe(text)
  })

  test('are all of them', () => expect(golden.length).toBeGreaterThanOrEqual(23))
})

test('who, when and what: the mailbox dates it, and the address is one however it is written', async () => {
  const report = await only(
    mail({ From: `"Ruiz, Ana" <ANA.Ruiz@Mail.Example>`, Date: 'Thu, 1 Jan 1970 00:00:00 +0000' }, 'Hi')
  )
  expect(report).toMatchObject({ kind: 'message', at: ten, handles, name: 'Ruiz, Ana' })
  expect(report).toMatchObject({ content: { mail: { id: 'CA+1@mail.example', subject: 'Is it in stock?' } } })
})

describe('which conversation', () => {
  const ours = messageIdOf('0198c0de-0000-7000-8000-000000000001', shop)
  const references = `<first@shop> <${ours}>`

  test('an answer names our reply, and keeps the whole thread', async () => {
    const content = await contentOf(mail(answer({ 'In-Reply-To': `<${ours}>`, References: references }), 'Yes'))
    expect(content).toEqual({
      kind: 'text',
      text: 'Yes',
      replyTo: { message: '0198c0de-0000-7000-8000-000000000001' },
      mail: { id: 'CA+1@mail.example', thread: ['first@shop', ours], subject: 'Re: Is it in stock?' }
    })
  })

  test('an answer to a message of another house’s names nothing of ours', async () => {
    const other = ours.replace('shop.example', 'evil.example')
    for (const id of [other, 'x@y', ours.replace('daybook.', 'daybook.daybook.')]) {
      const content = await contentOf(mail(answer({ 'In-Reply-To': `<${id}>` }), 'Yes'))
      expect(content).not.toHaveProperty('replyTo')
      expect(content).toMatchObject({ mail: { thread: [id] } })
    }
  })

  test('a thread of a thousand keeps its first and its latest', async () => {
    const all = Array.from({ length: 1500 }, (_, n) => `<${n}@x>`)
    const content = await contentOf(mail(answer({ References: all.join('\r\n ') }), 'Yes'))
    const { thread } = (content as { mail: { thread: string[] } }).mail
    expect([thread.length, thread[0]]).toEqual([20, '0@x'])
  })

  test('the same mail has one id however often it is told; another one has another, even with a borrowed Message-ID', async () => {
    const idOf = async (source: string, place = '7.42') => {
      const [report] = await read(fetched(source, { place }), shop)
      return report?.kind === 'message' ? report.id : undefined
    }
    const first = await idOf(mail({}, 'one'))
    expect(first).toMatch(/^mail:[\w-]{43}$/)
    expect(await idOf(`Received: from elsewhere\r\n${mail({}, 'one')}`, '8.1')).toBe(first)
    const others = [
      await idOf(mail({ From: 'bob@mail.example' }, 'one')),
      await idOf(mail({ Date: 'Wed, 25 Nov 2026 10:00:01 +0100' }, 'one')),
      await idOf(mail({ 'Message-ID': null }, 'one')),
      await idOf(mail({ 'Message-ID': null }, 'two')),
      await idOf(mail({ 'Message-ID': 'nonsense' }, 'three'))
    ]
    expect(new Set([first, ...others]).size).toBe(6)
    expect(await idOf(mail({ 'Message-ID': null }, 'two'))).toBe(others[3])
    const [elsewhere] = await read(fetched(mail({}, 'one')), 'sales@shop.example')
    expect(elsewhere).not.toMatchObject({ id: first })
  })
})

describe('files', () => {
  test('are found by their place in the mail', async () => {
    expect(await contentOf(mail(answer({ 'Content-Type': mixed.head }), mixed.body))).toMatchObject({
      kind: 'media',
      caption: 'See the photo.',
      items: [{ media: 'image', id: '7.42:0', mime: 'image/jpeg', name: 'torn.jpg', bytes: 10 }]
    })
  })

  test('a forwarded mail and an invitation have a name', async () => {
    const sent = multipart(
      'mixed',
      [plain, 'Forwarded'],
      [['Content-Type: message/rfc822'], mail({}, 'inside')],
      [['Content-Type: text/calendar; method=REQUEST'], 'BEGIN:VCALENDAR']
    )
    const content = await contentOf(mail(answer({ 'Content-Type': sent.head }), sent.body))
    expect(content).toMatchObject({
      items: [
        { media: 'document', name: 'forwarded.eml' },
        { media: 'document', name: 'invitation.ics' }
      ]
    })
    expect(JSON.stringify(content)).not.toContain('inside')
  })

  test('an SVG is a document, and a name with a path or a line in it is one line', async () => {
    const evil = multipart('mixed', [
      ['Content-Type: image/svg+xml', `Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fa%0D%0Ab.svg`],
      '<svg onload="x()"/>'
    ])
    expect(await contentOf(mail(answer({ 'Content-Type': evil.head }), evil.body))).toMatchObject({
      items: [{ media: 'document', name: '../../a b.svg' }]
    })
  })

  test('a text that is too long is cut, and there whole as a file', async () => {
    const content = await contentOf(mail(answer(), 'x'.repeat(longestText + 5)))
    expect(content).toMatchObject({
      kind: 'media',
      items: [{ media: 'document', id: '7.42:text', name: 'message.txt' }]
    })
    expect((content as { caption: string }).caption).toHaveLength(longestText)
  })

  test('forty files are thirty', async () => {
    const forty = multipart('mixed', ...Array.from({ length: 40 }, () => [photo, '/9j/'] as const))
    const content = await contentOf(mail(answer({ 'Content-Type': forty.head }), forty.body))
    expect((content as { items: unknown[] }).items).toHaveLength(30)
  })
})

describe('who wrote', () => {
  const form = { 'Reply-To': 'bea@mail.example' }
  const handleOf = async (source: string) => {
    const report = await only(source)
    return report.kind === 'unread' ? report.why : report.kind === 'message' && report.handles[0]?.value
  }

  test.each([
    ['a form in the shop’s name says for whom', mail({ From: shop, ...form }, 'x'), 'bea@mail.example'],
    ['a form in nobody’s name as well', mail({ From: 'no-reply@forms.example', ...form }, 'x'), 'bea@mail.example'],
    ['anybody else’s Reply-To is not followed', mail(form, 'x'), ana],
    ['the shop itself, trying it out', mail({ From: shop }, 'x'), shop],
    ['of several the first', mail({ From: `${ana}, bea@mail.example` }, 'x'), ana],
    ['a group’s first', mail({ From: `Team: ${ana}, b@x.example;` }, 'x'), ana],
    ['without From, the Sender', mail({ From: null, Sender: ana }, 'x'), ana],
    ['nobody', mail({ From: null }, 'x'), 'has no sender that could be answered'],
    ['an address that is none', mail({ From: 'Ana <ana>' }, 'x'), 'has no sender that could be answered'],
    ['one that is too long', mail({ From: `${'a'.repeat(65)}@x.example` }, 'x'), 'has no sender that could be answered']
  ])('%s', async (_what, source, who) => {
    expect(await handleOf(source)).toBe(who)
  })
})

describe('a mail that was written by a program', () => {
  const automatic = [
    { 'Auto-Submitted': 'auto-replied' },
    { 'Auto-Submitted': 'auto-generated (vacation)' },
    { 'X-Autoreply': 'yes' },
    { 'X-Autorespond': 'Out of office' },
    { Precedence: 'auto_reply' },
    { Precedence: 'bulk' }
  ]
  const human = [
    { 'Auto-Submitted': 'no' },
    { Precedence: 'list', 'List-ID': '<support.shop.example>' },
    { 'X-Autoreply': 'no' }
  ]

  test.each(automatic)('is a quiet line: %o', async heads => {
    const report = await only(mail({ Subject: 'Out of office', ...heads }, 'Back on Monday'))
    expect(report).toMatchObject({ kind: 'notice', what: 'auto-reply', quiet: true, handles })
    expect(report).toMatchObject({ text: 'an automatic answer: Out of office\n\nBack on Monday' })
  })

  test('is a customer’s where a form wrote it for them: it is generated, and they wait for an answer', async () => {
    const form = { From: 'no-reply@shop.example', 'Reply-To': `Ana <${ana}>`, 'Auto-Submitted': 'auto-generated' }
    expect(await only(mail(form, 'Hello'))).toMatchObject({ kind: 'message', handles })
    expect(await only(mail({ ...form, From: shop }, 'Hello'))).toMatchObject({ kind: 'message', handles })
    for (const heads of [{ 'Auto-Submitted': 'auto-replied' }, { Precedence: 'bulk' }, { 'Reply-To': null }]) {
      expect(await only(mail({ ...form, ...heads }, 'Hello'))).toMatchObject({ kind: 'notice' })
    }
  })

  test.each(human)('is none: %o', async heads => {
    expect(await only(mail(heads, 'Hello'))).toMatchObject({ kind: 'message' })
  })
})

describe('hostile and broken mails', () => {
  test('headers of 10 MB are kept with their beginning, and cost only themselves', async () => {
    const report = await only(mail({ 'X-Long': 'y'.repeat(10 * 1024 * 1024) }, 'x'))
    expect(report).toMatchObject({ kind: 'unread', why: expect.stringContaining('header size') })
    expect(report).not.toHaveProperty('form')
    expect((report as { raw: string }).raw.length).toBeLessThan(100_000)
  })

  test('a subject with a header in it is one line', async () => {
    const content = await contentOf(mail({ Subject: '=?utf-8?Q?Hi=0D=0ABcc:_eve@evil.example?=' }, 'x'))
    expect(content).toMatchObject({ mail: { subject: 'Hi Bcc: eve@evil.example' } })
  })

  test('parts within parts without end', async () => {
    const deep = Array.from({ length: 400 }, (_, n) => `Content-Type: multipart/mixed; boundary=${n}\r\n\r\n--${n}\r\n`)
    expect(await only(`From: ${ana}\r\n${deep.join('')}`)).toMatchObject({ kind: 'unread', form: 'payload' })
  })

  test('a page of tags that nobody closes is read up to where they stand too deep', async () => {
    expect(upToDeepest('<div>x</div>'.repeat(5000))).toHaveLength(12 * 5000)
    expect(upToDeepest('<br>'.repeat(5000))).toHaveLength(4 * 5000)
    expect(upToDeepest('<div>'.repeat(200_000)).length).toBeLessThan(6000)
    const source = mail(answer({ 'Content-Type': 'text/html' }), 'begin', '<div><b>'.repeat(100_000), 'end')
    expect(await textOf(source)).toBe('begin\n…')
  })

  test('a million empty lines are no letter; a large file in base64 is', async () => {
    expect(await only(mail({}, '\r\n'.repeat(1_000_000)))).toMatchObject({ kind: 'unread', why: 'has too many lines' })
    const file = multipart('mixed', [photo, `${'/9j/'.repeat(19)}\r\n`.repeat(250_000)])
    expect(await contentOf(mail(answer({ 'Content-Type': file.head }), file.body))).toMatchObject({ kind: 'media' })
  })

  test('whatever comes is never a fault: it is read, or kept', async () => {
    const whole = mail(answer({ 'Content-Type': mixed.head }), mixed.body)
    const odd = [
      '',
      '\0',
      '\r\n\r\n',
      'x',
      lines('From: a@b.example', 'From: c@d.example'),
      ':::',
      `\x80\xff`.repeat(500)
    ]
    const bent = Array.from({ length: whole.length }, (_, n) => whole.slice(0, n) + whole.slice(n + 1 + (n % 7)))
    for (const source of [...odd, ...bent]) expect((await readIt(source)).length).toBe(1)
    for (const payload of [
      null,
      1,
      'x',
      [],
      {},
      { at: -1, place: '1.1', source: '' },
      { at: 1, place: 'x', source: '' }
    ]) {
      expect(await read(payload, shop)).toMatchObject([{ kind: 'unread' }])
    }
    expect(bent.length).toBeGreaterThan(400)
  })
})
