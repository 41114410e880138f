import type { Attachment } from 'postal-mime'
import type { Handle } from '../../../shared/contacts/events.ts'
import type { Report } from '../port.ts'
import { idFrom } from '../reading.ts'
import { failureOf } from './bounce-words.ts'
import { handleOf } from './handle.ts'
import { oneLine, type Mail } from './mail.ts'
import { platformIdOf } from './message-id.ts'
import { isOriginal, namesMessage, ownIn, textOf } from './own-id.ts'

/** What became of one recipient. Source: RFC 3464, 2.3. */
type Told = { readonly action: string; readonly status: string; readonly why: string; readonly to: readonly string[] }

const statusOf: Readonly<Record<string, 'failed' | 'delivered' | 'sent'>> = {
  failed: 'failed',
  // Not in the standard, and in the reports of some who send for others.
  expired: 'failed',
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
  const own = ownIn(mail, account)
  if (!own) return undefined
  const { message, messageId } = own
  const told = recipientsIn(mail.attachments.find(isStatus)).filter(({ action }) => Object.hasOwn(statusOf, action))
  const reports = told.map(({ action, status, why, to }): Report => {
    const handles = [...addressesIn(heads.get('to')), ...to].map(handleOf)
    const means = statusOf[action] ?? 'failed'
    return {
      kind: 'receipt',
      platformId: platformIdOf(messageId),
      message,
      status: means,
      word: `dsn-${action}`,
      at,
      failure: means === 'failed' ? failureOf(status, why) : null,
      handles: uniqueOf(handles)
    }
  })
  return reports.some(report => report.kind === 'receipt' && report.handles.length === 0) || reports.length === 0
    ? undefined
    : reports
}

/**
 * A report that does not say which message it means. That one came back is worth a line where its customer is; that a
 * certain reply did is not said, and anybody can write such a report. `undefined`: it is nothing of the kind.
 */
export function namelessIn(mail: Mail, at: number): readonly Report[] | undefined {
  if (namesMessage(mail)) return undefined
  const reports = recipientsIn(mail.attachments.find(isStatus)).flatMap(({ action, status, why, to }): Report[] => {
    if (statusOf[action] !== 'failed' || to.length === 0) return []
    const { reason } = failureOf(status, why)
    const id = idFrom(`bounced:${mail.id ?? at}:${to.join(' ')}`)
    const text = `a server says that a message to this address came back: ${reason}`
    const raw = JSON.stringify({ id: mail.id, action, status, why, to })
    const handles = uniqueOf(to.map(handleOf))
    return [{ kind: 'notice', id, at, handles, name: null, what: 'bounced', text, raw, quiet: true }]
  })
  return reports.length > 0 ? reports : undefined
}

/** Does it say what became of anybody? Some reports are there, and empty. */
export function isSilent(mail: Mail): boolean {
  return recipientsIn(mail.attachments.find(isStatus)).length === 0
}

function isStatus({ mimeType }: Attachment): boolean {
  return mimeType === 'message/delivery-status' || mimeType === 'message/global-delivery-status'
}

/** One group of fields a recipient, each after an empty line; the first is about the report itself. */
function recipientsIn(attachment: Attachment | undefined): readonly Told[] {
  const groups = textOf(attachment).split(/\n\s*\n/)
  return groups.flatMap(group => {
    const fields = fieldsIn(group)
    // A word, and by some servers a remark beside it.
    const action = fields.get('action')?.toLowerCase().replace(/\(.*/, '').trim()
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

export function addressesIn(field: string | undefined): readonly string[] {
  return [...(field ?? '').matchAll(/[^\s@<>,;:"()]{1,64}@[^\s@<>,;:"()]{1,135}/g)]
    .map(([address]) => address)
    .slice(0, 5)
}

export function uniqueOf(handles: readonly Handle[]): readonly Handle[] {
  return [...new Map(handles.map(handle => [handle.value, handle])).values()]
}
