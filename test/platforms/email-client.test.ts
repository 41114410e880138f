import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Content } from '../../shared/conversations/content.ts'
import { send } from '../../sync-server/platforms/email/client.ts'
import { subjectOf } from '../../sync-server/platforms/email/compose.ts'
import { mailFrom } from '../../sync-server/platforms/email/mail.ts'
import { messageIdOf } from '../../sync-server/platforms/email/message-id.ts'
import { read } from '../../sync-server/platforms/email/read.ts'
import { outcomeOf, waitMs } from '../../sync-server/platforms/email/verdict.ts'
import type { Outgoing } from '../../sync-server/platforms/port.ts'
import { smtpStandIn } from './mail-servers.ts'
import { ana, fetched, shop } from './mails.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(close => close()))
})
const server = async (...over: Parameters<typeof smtpStandIn>) => {
  const started = await smtpStandIn(...over)
  open.push(started.close)
  return started
}

const reply = '0198c0de-0000-7000-8000-000000000001'
const asked: Content = {
  kind: 'text',
  text: 'x',
  mail: { id: 'CA+1@mail.example', thread: ['first@x'], subject: 'AW: Re: In stock?' }
}
const outgoing: Outgoing = {
  message: reply,
  content: { kind: 'text', text: 'Yes, it is. ¡Sí!\n.\nA dot on its own line.' },
  handles: [{ platform: 'email', kind: 'address', value: ana }],
  late: false,
  answers: { id: 'mail:asked', content: asked }
}
const ask = (url: string, more: Partial<Outgoing> = {}, signal = AbortSignal.timeout(60_000)) => {
  const secret = {
    tenant: 't',
    inbox: 'i',
    platform: 'email',
    account: shop,
    appSecret: '',
    verifyToken: '',
    accessToken: url,
    baseUrl: null
  }
  return send({ ...outgoing, ...more }, secret, { tries: 0, baseUrl: '', hook: null, signal })
}

describe('what goes over the wire', () => {
  test('is an answer in the customer’s thread, from the shop’s address, with an id of the reply’s own', async () => {
    const { url, taken } = await server()
    expect(await ask(url)).toMatchObject({ result: 'sent', platformId: messageIdOf(reply, shop) })
    expect(taken).toHaveLength(1)
    const [{ from, to, source }] = taken as [(typeof taken)[0]]
    expect([from, to]).toEqual([shop, [ana]])
    const mail = await mailFrom(Buffer.from(source))
    expect(mail).toMatchObject({
      id: `daybook.${reply}@shop.example`,
      inReplyTo: 'CA+1@mail.example',
      references: ['first@x', 'CA+1@mail.example'],
      subject: 'Re: In stock?',
      from: { address: shop },
      to: [{ address: ana }]
    })
    expect(mail.text?.trim()).toBe('Yes, it is. ¡Sí!\n.\nA dot on its own line.')
    expect(mail.head('auto-submitted')).toBeUndefined()
    // Some servers give it another Message-ID.
    expect(mail.head('x-daybook-message-id')).toBe(`<daybook.${reply}@shop.example>`)
  })

  test('says where a program wrote it, and whoever answers by itself is a quiet line here', async () => {
    const { url, taken } = await server()
    await ask(url, { automatic: true })
    const source = Buffer.from(taken[0]?.source ?? '')
    expect((await mailFrom(source)).head('auto-submitted')).toBe('auto-replied')
    // The other end is one of us, and has an away message too.
    const [report] = await read(fetched(source.toString('latin1')), ana)
    expect(report).toMatchObject({ kind: 'notice', what: 'auto-reply', quiet: true })
  })

  test('is an answer to the mail that it names, and one to ours goes on from there', async () => {
    const { url, taken } = await server()
    await ask(url, { quoted: { id: 'mail:3b1f', ours: false } })
    const ours = 'daybook.0198c0de-0000-7000-8000-000000000009@shop.example'
    await ask(url, { quoted: { id: ours, ours: true } })
    await ask(url, {
      quoted: { id: ours, ours: true },
      answers: { id: 'mail:x', content: { kind: 'text', text: 'no heads' } }
    })
    await ask(url, { quoted: { id: 'digest:xyz', ours: true } })
    const mails = await Promise.all(taken.map(({ source }) => mailFrom(Buffer.from(source))))
    const thread = ['first@x', 'CA+1@mail.example']
    expect(mails.map(({ inReplyTo, references }) => [inReplyTo, references])).toEqual([
      ['CA+1@mail.example', thread],
      [ours, [...thread, ours]],
      [ours, [ours]],
      ['CA+1@mail.example', thread]
    ])
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Re: In stock?',
      'Re: In stock?',
      'Re: your message',
      'Re: In stock?'
    ])
  })

  test('is a file with its words, byte for byte, whatever it is called', async () => {
    const { url, taken } = await server()
    const bytes = Uint8Array.from({ length: 3000 }, (_, at) => at % 256)
    const file = {
      media: 'document',
      mime: 'application/pdf',
      name: 'Añgebot "9"\r\nBcc: x@y.example\r\n.pdf'
    } as const
    const sent = await ask(url, {
      content: { kind: 'media', items: [{ media: 'document', mime: 'application/pdf' }], caption: 'Here it is.' },
      file: { ...file, body: new Blob([bytes]) }
    })
    expect(sent.result).toBe('sent')
    expect(taken.map(({ to }) => to)).toEqual([[ana]])
    const mail = await mailFrom(Buffer.from(taken[0]?.source ?? ''))
    expect(mail.text?.trim()).toBe('Here it is.')
    expect(mail.head('bcc')).toBeUndefined()
    const [attached, ...more] = mail.attachments
    expect(more).toEqual([])
    expect(attached).toMatchObject({ mimeType: 'application/pdf', disposition: 'attachment' })
    expect(attached?.filename).toBe('Añgebot "9" Bcc: x@y.example .pdf')
    expect(new Uint8Array(attached?.content as ArrayBuffer)).toEqual(bytes)
  })

  test('a file may go without words, and without its file nothing goes', async () => {
    const { url, taken } = await server()
    const content: Content = { kind: 'media', items: [{ media: 'image', mime: 'image/png' }] }
    const file = { media: 'image', mime: 'image/png', name: 'pen.png', body: new Blob(['x']) } as const
    expect((await ask(url, { content, file })).result).toBe('sent')
    expect(await ask(url, { content })).toMatchObject({ result: 'failed', failure: { code: 'unsupported' } })
    expect(taken).toHaveLength(1)
  })

  test('tried again it is the same message', async () => {
    const { url, taken } = await server()
    await ask(url)
    await ask(url)
    const ids = await Promise.all(taken.map(async ({ source }) => (await mailFrom(Buffer.from(source))).id))
    expect(ids).toEqual([ids[0], ids[0]])
  })

  test('nothing that a customer wrote adds a header, a recipient or a command', async () => {
    const { url, taken } = await server()
    const evil = 'x\r\nBcc: eve@evil.example\r\n\r\nbody'
    const answers: Content = {
      kind: 'text',
      text: 'x',
      mail: { id: `a>\r\nX-Evil: 1\r\n`, thread: [evil], subject: evil }
    }
    expect(await ask(url, { answers: { id: 'mail:evil', content: answers } })).toMatchObject({ result: 'sent' })
    const [{ to, source }] = taken as [(typeof taken)[0]]
    expect(to).toEqual([ana])
    const heads = source.slice(0, source.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/)
    expect(new Set(heads.map(head => head.split(':')[0]?.toLowerCase()))).toEqual(
      new Set([
        'content-transfer-encoding',
        'content-type',
        'date',
        'from',
        'in-reply-to',
        'message-id',
        'mime-version',
        'references',
        'subject',
        'to',
        'x-daybook-message-id'
      ])
    )
    expect(heads).toHaveLength(11)
    for (const value of [`${ana}>\r\nRCPT TO:<eve@evil.example`, `${ana}, eve@evil.example`, 'ana', '', `<${ana}>`]) {
      const handles = [{ platform: 'email', kind: 'address', value }]
      expect(await ask(url, { handles })).toMatchObject({ result: 'failed', failure: { code: 'no-address' } })
    }
    expect(taken).toHaveLength(1)
  })

  test.each([
    ['In stock?', 'Re: In stock?'],
    ['Re: AW: RE[3]: In stock?', 'Re: In stock?'],
    ['Regarding the order', 'Re: Regarding the order'],
    [undefined, 'Re: your message'],
    ['Re:', 'Re: your message'],
    ['a\r\nBcc: b', 'Re: a Bcc: b']
  ])('the subject %j is answered as %j', (theirs, mine) => {
    expect(subjectOf(theirs)).toBe(mine)
  })
})

describe('what a server says', () => {
  const verdicts: readonly (readonly [code: number, words: string, result: string, reason: RegExp])[] = [
    [451, 'Try later', 'deferred', /not now. Try later/],
    [450, '4.2.0 Greylisted', 'deferred', /Greylisted/],
    [452, '4.2.2 Full', 'deferred', /Full/],
    [550, '5.1.1 No such user', 'failed', /does not exist/],
    [550, 'No such user', 'failed', /does not exist/],
    [550, '5.7.1 Relay denied', 'failed', /takes it for spam/],
    [552, '5.2.2 Over quota', 'failed', /full/],
    [552, '5.3.4 Too big', 'failed', /too large/],
    [553, '5.1.3 Bad address', 'failed', /does not exist/],
    [554, 'No', 'failed', /refused the message/],
    [599, 'Odd', 'failed', /refused the message/]
  ]

  test.each(verdicts)('to the recipient: %i %s is %s', async (code, words, result, reason) => {
    const { url, taken } = await server(moment => (moment === 'recipient' ? `${code} ${words}` : undefined))
    expect(await ask(url)).toMatchObject({
      result,
      failure: { code: String(code), reason: expect.stringMatching(reason) }
    })
    expect(taken).toEqual([])
  })

  test.each(verdicts)('after the message: %i %s is %s', async (code, words, result) => {
    const { url } = await server(moment => (moment === 'message' ? `${code} ${words}` : undefined))
    expect(await ask(url)).toMatchObject({ result, failure: { code: String(code) } })
  })

  test('421, and it hangs up: nothing was taken', async () => {
    const { url } = await server(moment => (moment === 'recipient' ? '421 Closing' : undefined))
    expect(await ask(url)).toMatchObject({ result: 'deferred' })
  })

  test('a password that is refused stops the inbox, and is never repeated', async () => {
    const { url } = await server()
    const outcome = await ask(url.replace('p%40ss', 'wr0ng-word'))
    expect(outcome).toMatchObject({
      result: 'stopped',
      failure: { code: '535', reason: expect.stringContaining('password') }
    })
    expect(JSON.stringify(outcome)).not.toContain('wr0ng-word')
  })

  test('no answer at all, and a code that is none, decide nothing', () => {
    for (const code of [undefined, 200, 354, 600]) {
      expect(outcomeOf({ code, words: '', during: 'message' }, 0)).toEqual({ result: 'unknown' })
    }
    expect([0, 1, 5, 50].map(waitMs)).toEqual([30_000, 60_000, 900_000, 900_000])
  })
})

describe('when the line breaks', () => {
  /** Speaks SMTP up to a moment, and then does `then`. */
  async function breaking(
    at: 'connect' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'message',
    then: (socket: Socket) => void
  ) {
    const sockets = new Set<Socket>()
    const listening = createServer(socket => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      let inMessage = false
      if (at === 'connect') return then(socket)
      socket.write('220 here\r\n')
      socket.on('data', chunk => {
        const text = chunk.toString('latin1')
        if (inMessage) return text.includes('\r\n.\r\n') && then(socket)
        for (const command of text.split('\r\n').filter(Boolean)) {
          const verb = command.slice(0, 4).toUpperCase()
          if (verb === at) return then(socket)
          if (verb === 'DATA') inMessage = true
          const says = { EHLO: '250-here\r\n250 AUTH PLAIN', AUTH: '235 in', DATA: '354 go on' }[verb] ?? '250 fine'
          socket.write(`${says}\r\n`)
        }
      })
    })
    await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve))
    open.push(async () => {
      for (const socket of sockets) socket.destroy()
      listening.close()
    })
    return `smtp://shop:p@127.0.0.1:${(listening.address() as AddressInfo).port}?tls=none`
  }

  const moments = ['connect', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const
  test.each(moments)('at %s, nothing was taken', async at => {
    const outcome = await ask(await breaking(at, socket => socket.destroy()))
    expect(outcome).toMatchObject({ result: 'deferred', failure: { reason: 'The mail server cannot be reached.' } })
  })

  test('a message that is larger than the server says it takes is not tried for a day', async () => {
    const small = await breaking('EHLO', socket => socket.write('250-here\r\n250-AUTH PLAIN\r\n250 SIZE 100\r\n'))
    expect(await ask(small)).toEqual({
      result: 'failed',
      failure: { code: '552', reason: 'The message is larger than the mail server takes.' }
    })
  })

  const ours = [
    ['MAIL', '553 5.7.1 <support@shop.example>: Sender address rejected: not owned by user shop'],
    ['RCPT', '553 5.7.1 <support@shop.example>: Sender address rejected: not owned by user shop'],
    ['MAIL', '550 5.1.8 Access denied, bad outbound sender'],
    ['message', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'],
    ['MAIL', '554 5.7.1 Service unavailable; client host blocked']
  ] as const
  test.each(ours)('what is wrong with our own address is no fault of the customer’s: %s, %s', async (at, says) => {
    const outcome = await ask(await breaking(at, socket => socket.write(`${says}\r\n`)))
    const reason = expect.stringMatching(/^The mail server takes nothing from this inbox’s address\. An admin has to/)
    expect(outcome).toEqual({ result: 'stopped', failure: { code: says.slice(0, 3), reason } })
  })

  const passing = [
    ['MAIL', '550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to …'],
    ['message', '550-5.4.5 Daily user sending limit exceeded.\r\n550 5.4.5 https://support.example'],
    ['RCPT', '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException'],
    ['RCPT', '550 Ratelimit: you have exceeded your hourly sending quota']
  ] as const
  test.each(passing)('a limit of the account is waited for: %s, %s', async (at, says) => {
    const outcome = await ask(await breaking(at, socket => socket.write(`${says}\r\n`)))
    const reason = expect.stringContaining('sent as much as it may for now')
    expect(outcome).toMatchObject({ result: 'deferred', failure: { code: says.slice(0, 3), reason } })
  })

  test('a server that refuses the words says nothing of the address', async () => {
    const outcome = await ask(await breaking('message', socket => socket.write('550 Message rejected\r\n')))
    expect(outcome).toMatchObject({
      result: 'failed',
      failure: { reason: 'The mail server refused the message. Message rejected' }
    })
  })

  test('after the message, nobody knows', async () => {
    expect(await ask(await breaking('message', socket => socket.destroy()))).toEqual({ result: 'unknown' })
  })

  test('after the message with half an answer, nobody knows', async () => {
    expect(await ask(await breaking('message', socket => socket.end('421 closing')))).toEqual({ result: 'unknown' })
  })

  test('silence after the message is unknown; before it nothing was taken', async () => {
    const reached = Promise.withResolvers<void>()
    const quiet = (at: 'message' | 'RCPT') => breaking(at, () => reached.resolve())
    for (const [at, result] of [
      ['message', 'unknown'],
      ['RCPT', 'deferred']
    ] as const) {
      const giveUp = new AbortController()
      const outcome = ask(await quiet(at), {}, giveUp.signal)
      await reached.promise
      giveUp.abort()
      expect(await outcome).toMatchObject({ result })
    }
  })

  test('nobody there, and no server that offers TLS: it waits, and the password was not said', async () => {
    const { url, close } = await smtpStandIn()
    expect(await ask(url.replace('?tls=none', ''))).toMatchObject({ result: 'deferred' })
    await close()
    expect(await ask(url)).toMatchObject({ result: 'deferred' })
  })
})
