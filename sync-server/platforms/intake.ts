import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { DeadLetter, DeadLetters } from './dead-letters.ts'
import type { People, Report } from './port.ts'
import type { InboxSecret } from './secrets.ts'

export type IntakeParts = {
  readonly actors: Actors
  readonly people: People
  readonly letters: DeadLetters
}

type Message = Extract<Report, { kind: 'message' }>
type Receipt = Extract<Report, { kind: 'receipt' }>

/** Whom this is from was erased just now. Told again, it is from somebody new. */
class JustErased extends Error {
  readonly code = 'just-erased'
}

/** What one batch says of one customer. */
type Pile = { readonly contact: string; readonly reports: (Message | Receipt)[] }

/** So many conversations are told at once; their commits share one sync. */
const atOnce = 200

/**
 * Takes in what a platform reports. Resolves when all of it is on disk, and throws when some of it is not:
 * told again, in any order and however often, it comes to the same.
 */
export async function takeIn(parts: IntakeParts, inbox: InboxSecret, reports: readonly Report[]): Promise<void> {
  const lost: DeadLetter[] = reports.flatMap(report => (report.kind === 'unread' ? [report] : []))
  const piles = await sortOut(parts.people, inbox, reports, lost)
  const told = await eachOf(piles, atOnce, pile => tellPile(parts, inbox, pile, lost))
  await parts.letters.keep(inbox.tenant, inbox.inbox, lost)
  const failure = told.find(result => result.status === 'rejected')
  if (failure) throw failure.reason
}

async function sortOut(
  people: People,
  { tenant }: InboxSecret,
  reports: readonly Report[],
  lost: DeadLetter[]
): Promise<readonly Pile[]> {
  const piles = new Map<string, Pile>()
  const put = (contact: string, report: Message | Receipt) => {
    const pile = piles.get(contact) ?? { contact, reports: [] }
    piles.set(contact, pile)
    pile.reports.push(report)
  }
  const messages = reports.filter(report => report.kind === 'message')
  const senders = await people.claim(tenant, messages.map(handlesOf))
  for (const [at, { contact, handles }] of senders.entries()) {
    const message = messages[at]
    if (message) put(contact, { ...message, handles })
  }
  const receipts = reports.filter(report => report.kind === 'receipt')
  const contacts = await people.find(tenant, receipts.map(handlesOf))
  for (const [at, receipt] of receipts.entries()) {
    const contact = contacts[at]
    // What platforms still have to say of somebody who was erased is not kept.
    if (contact === undefined && (await people.wasErased(tenant, receipt.handles))) continue
    if (contact === undefined)
      lost.push({ why: 'is a receipt for somebody we never met', raw: JSON.stringify(receipt) })
    else put(contact, receipt)
  }
  return [...piles.values()]
}

const handlesOf = (report: Message | Receipt) => report.handles

async function tellPile(
  { actors, people }: IntakeParts,
  inbox: InboxSecret,
  { contact, reports }: Pile,
  lost: DeadLetter[]
): Promise<void> {
  const { tenant } = inbox
  const conversation = people.conversationOf(tenant, inbox.inbox, contact)
  const customer: Author = { kind: 'customer', id: contact }
  const platform: Author = { kind: 'system', id: inbox.platform }
  const tell = async (command: AnyCommand, by: Author, report: Report) => {
    const told = await actors.tell(tenant, command, now => trustedContext(by, now))
    if (told.result === 'refused' && report.kind === 'message') throw new JustErased(`${contact} was erased`)
    if (told.result === 'refused')
      lost.push({ why: `was refused: ${told.refusal.reason}`, raw: JSON.stringify(report) })
  }
  let met = ''
  // The platform's clock gives the order, whatever the order in the batch.
  for (const report of reports.toSorted((a, b) => a.at - b.at)) {
    if (report.kind === 'receipt') {
      await tell(receiptOf(report, inbox, conversation), platform, report)
      continue
    }
    const { lastReceivedAt } = await actors.state(tenant, 'conversation', conversation)
    // Told late or once more, it would bring back a name the customer has changed since.
    const name = report.at < (lastReceivedAt ?? 0) ? null : report.name
    const who = JSON.stringify([report.handles, name])
    if (who !== met) await tell(meetOf({ ...report, name }, inbox, contact), customer, report)
    met = who
    await tell(receiveOf(report, inbox, contact, conversation), customer, report)
  }
}

function meetOf({ id, at, name, handles }: Message, { inbox, platform }: InboxSecret, contact: string): AnyCommand {
  return { type: 'contact.meet', id: `${platform}:${id}:met`, at, contact, inbox, handles: [...handles], name }
}

function receiveOf(message: Message, inbox: InboxSecret, contact: string, conversation: string): AnyCommand {
  const { id: said, at, content } = message
  const { inbox: where, platform } = inbox
  const id = `${platform}:${said}`
  return { type: 'conversation.receive', id, at, conversation, inbox: where, platform, contact, message: said, content }
}

function receiptOf(receipt: Receipt, { platform }: InboxSecret, conversation: string): AnyCommand {
  const { platformId, at, status, word, message, failure } = receipt
  return {
    type: 'conversation.receipt',
    id: `${platform}:${platformId}:${word}`,
    at,
    conversation,
    platformId,
    status,
    ...(message === null ? {} : { message }),
    ...(failure === null ? {} : { failure })
  }
}

/** Like `Promise.allSettled`, with at most `most` under way. */
async function eachOf<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>) {
  const results: PromiseSettledResult<void>[] = []
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) results.push(...(await Promise.allSettled([work(item)])))
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
  return results
}
