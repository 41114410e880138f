import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { Log } from '../log/log.ts'
import type { People } from './people.ts'
import type { InboxSecret } from './secrets.ts'
import type { Told } from './telling.ts'

export type ReceiptParts = {
  readonly actors: Actors
  readonly people: People
  readonly log: Pick<Log, 'heardAt' | 'follow'>
}

/**
 * Whose reply a receipt is about. `contact`: who is behind what the platform calls them, if anybody. Our own id of the
 * message says more: WhatsApp has two forms of a number in Mexico, Brazil and Argentina, and names either.
 */
export async function whoseReceipt(
  parts: ReceiptParts,
  inbox: InboxSecret,
  report: Told,
  contact: string | undefined
): Promise<string | undefined> {
  if (report.kind !== 'receipt' || report.message === null) return contact
  const { tenant, inbox: where } = inbox
  const own = contact && parts.people.conversationOf(tenant, where, contact)
  if (own && (await sentIn(parts, inbox, own, report.message))) return contact
  const conversation = await conversationOfReply(parts, tenant, report.message)
  const sent = conversation && (await sentIn(parts, inbox, conversation, report.message))
  return sent ? sent.contact : contact
}

/** The conversation, if this inbox sent this message there. */
async function sentIn({ actors }: ReceiptParts, { tenant, inbox }: InboxSecret, conversation: string, message: string) {
  const state = await actors.state(tenant, 'conversation', conversation)
  return state.inbox === inbox && state.sends.some(one => one.message === message) ? state : undefined
}

/** A reply's id is that of the command behind it, and each of these is heard once. */
async function conversationOfReply({ log }: ReceiptParts, tenant: string, reply: string): Promise<string | undefined> {
  const seq = await log.heardAt(tenant, reply)
  const [event] = seq === undefined ? [] : await log.follow.since(tenant, seq - 1, 1)
  return event && streamKind(event.stream) === 'conversation' ? streamKey(event.stream) : undefined
}
