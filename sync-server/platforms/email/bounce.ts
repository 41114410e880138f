import type { Attachment } from 'postal-mime'
import type { Handle } from '../../../shared/contacts/events.ts'
import type { Report } from '../port.ts'
import { cut } from '../reading.ts'
import { handleOf } from './handle.ts'
import { idsIn, oneLine, type Mail } from './mail.ts'
import { platformIdOf, replyBehind } from './message-id.ts'

/** What became of one recipient. Source: RFC 3464, 2.3. */
type Told = { readonly action: string; readonly status: string; readonly why: string; readonly to: readonly string[] }

const statusOf: Readonly<Record<string, 'failed' | 'delivered' | 'sent'>> = {
  failed: 'failed',
  delivered: 'delivered',
  // It is with somebody else now, or still being tried: taken, and no more than that.
  relayed: 'sent',
  expanded: 'sent',
  delayed: 'sent'
}

/** Is it a server telling what became of a message? */
export function isDeliveryReport({ attachments }: Pick<Mail, 'attachments'>): boolean {
  return attachments.some(isStatus)
}

/**
 * What a delivery report says of our own message. `undefined`: it is about none of ours, or does not say which. Whoever
 * can name the Message-ID has had the message, so a forged one lies to its own conversation at most.
 */
export function bounceIn(mail: Mail, at: number, account: string): readonly Report[] | undefined {
  const heads = fieldsOf(mail.attachments.find(isOriginal))
  const [messageId = ''] = idsIn(heads.get('message-id'))
  const message = replyBehind(messageId, account)
  if (message === undefined) return undefined
  const told = recipientsIn(mail.attachments.find(isStatus)).filter(({ action }) => Object.hasOwn(statusOf, action))
  const reports = told.map(({ action, status, why, to }): Report => {
    const handles = [...addressesIn(heads.get('to')), ...to].map(handleOf)
    const failure = { code: status || 'bounced', reason: sentenceOf(status, why) }
    return {
      kind: 'receipt',
      platformId: platformIdOf(messageId),
      message,
      status: statusOf[action] ?? 'failed',
      word: `dsn-${action}`,
      at,
      failure: action === 'failed' ? failure : null,
      handles: uniqueOf(handles)
    }
  })
  return reports.some(report => report.kind === 'receipt' && report.handles.length === 0) || reports.length === 0
    ? undefined
    : reports
}

function isStatus({ mimeType }: Attachment): boolean {
  return mimeType === 'message/delivery-status' || mimeType === 'message/global-delivery-status'
}

function isOriginal({ mimeType }: Attachment): boolean {
  return /^(?:text\/rfc822-headers|message\/rfc822|message\/global(?:-headers)?)$/.test(mimeType)
}

/** One group of fields a recipient, each after an empty line; the first is about the report itself. */
function recipientsIn(attachment: Attachment | undefined): readonly Told[] {
  const groups = textOf(attachment).split(/\n\s*\n/)
  return groups.flatMap(group => {
    const fields = fieldsIn(group)
    const action = fields.get('action')?.toLowerCase().trim()
    if (action === undefined) return []
    const to = ['original-recipient', 'final-recipient'].flatMap(name => addressesIn(fields.get(name)))
    const why = (fields.get('diagnostic-code') ?? '').replace(/^\s*[\w-]+\s*;\s*/, '')
    return [{ action, status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '', why, to }]
  })
}

function fieldsOf(attachment: Attachment | undefined): ReadonlyMap<string, string> {
  return fieldsIn(textOf(attachment).split(/\n\s*\n/, 1)[0] ?? '')
}

function fieldsIn(text: string): ReadonlyMap<string, string> {
  const lines = text.replace(/\n[ \t]+/g, ' ').split('\n')
  const fields = new Map<string, string>()
  for (const line of lines) {
    const [, name, value] = /^([\w-]+):(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined && !fields.has(name.toLowerCase())) {
      fields.set(name.toLowerCase(), oneLine(value))
    }
  }
  return fields
}

const longestHeads = 65_536

function textOf(attachment: Attachment | undefined): string {
  const content = attachment?.content ?? ''
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return text.slice(0, longestHeads).replaceAll('\r\n', '\n')
}

function addressesIn(field: string | undefined): readonly string[] {
  return [...(field ?? '').matchAll(/[^\s@<>,;:"()]{1,64}@[^\s@<>,;:"()]{1,135}/g)]
    .map(([address]) => address)
    .slice(0, 5)
}

function uniqueOf(handles: readonly Handle[]): readonly Handle[] {
  return [...new Map(handles.map(handle => [handle.value, handle])).values()]
}

/** Source: RFC 3463. */
const words: readonly (readonly [status: RegExp, words: string])[] = [
  [/^5\.1\.[0-3]|^5\.1\.10/, 'This e-mail address does not exist.'],
  [/^\d\.2\.2/, 'The customer’s mailbox is full.'],
  [/^5\.2\.1/, 'The customer’s mailbox is closed.'],
  [/^5\.3\.4|^5\.2\.3/, 'The message is too large for the customer’s server.'],
  [/^5\.7\./, 'The customer’s server refused the message: it takes it for spam, or this address may not send to it.'],
  [/^4\.4\.7|^5\.4\.7|^4\./, 'The customer’s server could not be reached for too long.']
]

function sentenceOf(status: string, why: string): string {
  const known = words.find(([which]) => which.test(status))?.[1] ?? 'The message came back.'
  return why === '' ? known : cut(`${known} ${why}`, 1000)
}
