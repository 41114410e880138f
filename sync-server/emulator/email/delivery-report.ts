import { randomBytes } from 'node:crypto'
import { laterWords, type Later } from './mail-error.ts'

/** What a server sends back of a mail that it took, and could not bring. Source: RFC 3464. */
export function deliveryReport(
  { action, status }: Later,
  { from, to, source }: { readonly from: string; readonly to: string; readonly source: Buffer }
): Buffer {
  const [heads = ''] = source.toString('latin1').split('\r\n\r\n', 1)
  const words = laterWords[status] ?? 'not delivered'
  const code = status.startsWith('4') ? '451' : '550'
  const boundary = `report-${randomBytes(9).toString('hex')}`
  const part = (type: string, ...lines: readonly string[]) => [
    `--${boundary}`,
    `Content-Type: ${type}`,
    '',
    ...lines,
    ''
  ]
  return Buffer.from(
    [
      'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
      `To: <${from}>`,
      `Subject: ${action === 'failed' ? 'Undelivered mail returned to sender' : 'Delivery delayed'}`,
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${randomBytes(12).toString('hex')}@mx.example>`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
      '',
      ...part('text/plain; charset=utf-8', `Your message to <${to}>: ${words}.`),
      ...part(
        'message/delivery-status',
        'Reporting-MTA: dns; mx.example',
        '',
        `Final-Recipient: rfc822; ${to}`,
        `Action: ${action}`,
        `Status: ${status}`,
        `Diagnostic-Code: smtp; ${code} ${status} ${words}`
      ),
      ...part('text/rfc822-headers', heads),
      `--${boundary}--`,
      ''
    ].join('\r\n'),
    'latin1'
  )
}
