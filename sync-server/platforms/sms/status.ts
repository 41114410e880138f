import type { Handle } from '../../../shared/contacts/events.ts'
import type { Failure, ReceiptStatus } from '../../../shared/conversations/events.ts'
import type { Report } from '../port.ts'
import { idFrom, name, ownId, words, wordOf, type Item } from '../reading.ts'
import { rulingOn } from './verdict.ts'

/** All that a message of ours can become. Source: Twilio, "Messages resource", "Message status values". */
const statuses: ReadonlyMap<string, ReceiptStatus> = new Map([
  ['accepted', 'sent'],
  ['scheduled', 'sent'],
  ['queued', 'sent'],
  ['sending', 'sent'],
  ['sent', 'sent'],
  ['partially_delivered', 'sent'],
  ['delivery_unknown', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed']
])

type Told = { readonly id: string; readonly at: number; readonly status: string }

export function receiptOf(item: Item, handles: readonly Handle[], { id, at, status }: Told): Report | undefined {
  const means = statuses.get(status)
  if (means === undefined) return undefined
  return {
    kind: 'receipt',
    platformId: idFrom(id),
    // In the address that we gave to Twilio with it.
    message: ownId(item['message']),
    status: means,
    word: wordOf(status),
    at,
    failure: means === 'failed' ? failureIn(item, status) : null,
    handles
  }
}

function failureIn(item: Item, status: string): Failure {
  const code = name(item['ErrorCode'])
  if (code === undefined) {
    return {
      code: wordOf(status),
      reason: status === 'canceled' ? 'It was cancelled at Twilio.' : 'Twilio did not say why.'
    }
  }
  const reason = rulingOn(Number(code))?.words ?? words(item['ErrorMessage'], 1000) ?? `Twilio says error ${code}.`
  return { code: wordOf(code), reason }
}
