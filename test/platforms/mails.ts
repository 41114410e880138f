import type { Fetched } from '../../sync-server/platforms/email/payload.ts'

export const shop = 'support@shop.example'
export const ana = 'ana.ruiz@mail.example'
export const ten = 1_795_428_000_000

/** Lines as they stand in a message: CRLF between them. */
export const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n`

/** As a mailbox gives it; `source` in latin1, a byte a character. */
export function fetched(source: string, more: Partial<Fetched> = {}): Fetched {
  return { at: ten, place: '7.42', source, ...more }
}

/** The same for a source that is written with other letters in it: UTF-8 on the wire. */
export const utf8 = (source: string) => Buffer.from(source).toString('latin1')

const usual = {
  From: `Ana Ruiz <${ana}>`,
  To: `Shop <${shop}>`,
  Subject: 'Is it in stock?',
  Date: 'Wed, 25 Nov 2026 10:00:00 +0100',
  'Message-ID': '<CA+1@mail.example>'
}

/** A message with these headers, `null` for none, and this body. */
export function mail(heads: Readonly<Record<string, string | null>>, ...body: readonly string[]): string {
  const all = Object.entries({ ...usual, ...heads }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`]
  )
  return lines(...all, '', ...body)
}

/** Several parts, each with its headers. */
export function multipart(kind: string, ...parts: readonly (readonly [heads: readonly string[], body: string])[]) {
  const boundary = `=_${kind}`
  const head = `multipart/${kind}; boundary="${boundary}"`
  const bodies = parts.flatMap(([heads, body]) => [`--${boundary}`, ...heads, '', body])
  return { head, body: [...bodies, `--${boundary}--`].join('\r\n') }
}

/** A delivery report as RFC 3464 has it. */
export function bounce(fields: readonly string[], original: readonly string[] | null, heads = {}): string {
  const report = multipart(
    'report; report-type=delivery-status',
    [['Content-Type: text/plain'], 'I am sorry to have to inform you.'],
    [['Content-Type: message/delivery-status'], ['Reporting-MTA: dns; mx.shop.example', '', ...fields].join('\r\n')],
    ...(original ? ([[['Content-Type: text/rfc822-headers'], original.join('\r\n')]] as const) : [])
  )
  const sender = { From: 'Mail Delivery System <MAILER-DAEMON@mx.shop.example>', 'Auto-Submitted': 'auto-replied' }
  return mail(
    { ...sender, 'Content-Type': report.head.replace(/"[^"]*"/, '"=_r"'), ...heads },
    report.body.replaceAll('=_report; report-type=delivery-status', '=_r')
  )
}
