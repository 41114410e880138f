import * as v from 'valibot'
import type { AnyCommand } from '../../shared/catalog.ts'
import { contactReport } from '../../shared/contacts/commands.ts'
import { conversationReport } from '../../shared/conversations/commands.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { KeptNews } from '../wires/news.ts'
import type { DeadLetter, DeadLetters } from './dead-letters.ts'
import type { People } from './people.ts'
import type { Report } from './port.ts'
import type { ReadTokens } from './read-tokens.ts'
import type { InboxSecret } from './secrets.ts'
import type { TemplateSync } from './template-sync.ts'
import { causeOf, commandOf, meetOf, pastCauseOf, type Personal, type Told } from './telling.ts'
import { whoseReceipt, type ReceiptParts } from './whose-receipt.ts'

export type IntakeParts = ReceiptParts & {
  readonly letters: DeadLetters
  readonly news: Pick<KeptNews, 'keep'>
  /** Absent: whoever takes in does not run the server, which asks for them every hour. */
  readonly templates?: Pick<TemplateSync, 'soon'>
  readonly readTokens?: ReadTokens
}

const anyReport = v.variant('type', [conversationReport, contactReport])

/** Whom this is from was erased just now. Told again, it is from somebody new. */
class JustErased extends Error {
  readonly code = 'just-erased'
}

/** What one batch says of one customer. */
type Pile = { readonly contact: string; readonly reports: Told[] }

/** So many conversations are told at once; their commits share one sync. */
const atOnce = 200

/**
 * Takes in what a platform reports. Resolves when all of it is on disk, and throws when some of it is not:
 * told again, in any order and however often, it comes to the same.
 */
export async function takeIn(parts: IntakeParts, inbox: InboxSecret, reports: readonly Report[]): Promise<void> {
  const lost: DeadLetter[] = reports.flatMap(report => (report.kind === 'unread' ? [report] : []))
  const piles = await sortOut(parts, inbox, reports, lost)
  const told = await eachOf(piles, atOnce, pile => tellPile(parts, inbox, pile, lost))
  await parts.letters.keep(inbox.tenant, inbox.inbox, lost)
  await hearOfAccount(parts, inbox, reports)
  const failure = told.find(result => result.status === 'rejected')
  if (failure) throw failure.reason
}

async function hearOfAccount(
  { news, templates }: IntakeParts,
  { tenant, inbox }: InboxSecret,
  reports: readonly Report[]
): Promise<void> {
  const told = reports.filter(report => report.kind === 'account')
  if (told.length === 0) return
  await news.keep(
    tenant,
    inbox,
    told.flatMap(report => report.news ?? [])
  )
  if (told.some(report => report.about === 'templates')) templates?.soon(inbox)
}

async function sortOut(
  parts: IntakeParts,
  inbox: InboxSecret,
  reports: readonly Report[],
  lost: DeadLetter[]
): Promise<readonly Pile[]> {
  const { people: known } = parts
  const { tenant } = inbox
  const piles = new Map<string, Pile>()
  const put = (contact: string, report: Told) => {
    const pile = piles.get(contact) ?? { contact, reports: [] }
    piles.set(contact, pile)
    pile.reports.push(report)
  }
  const told = await withoutErased(
    known,
    tenant,
    reports.filter(report => report.kind !== 'unread' && report.kind !== 'account')
  )
  const personal = told.filter(report => isPersonal(report)).filter(report => !isQuiet(report))
  const people = await known.claim(tenant, personal.map(handlesOf))
  for (const [at, { contact, handles }] of people.entries()) {
    const report = personal[at]
    if (report) put(contact, { ...report, handles })
  }
  const others = told.filter(report => !isPersonal(report) || isQuiet(report))
  const contacts = await known.find(tenant, others.map(handlesOf))
  for (const [at, report] of others.entries()) {
    const contact = await whoseReceipt(parts, inbox, report, contacts[at])
    const what = isPersonal(report) ? 'a notice of' : 'a receipt for'
    if (contact === undefined) lost.push(unfit(`is ${what} somebody we never met`, report))
    else put(contact, report)
  }
  return [...piles.values()]
}

/** What platforms still have to say of somebody who was erased is not kept. Should they write again, they are somebody new. */
async function withoutErased(known: People, tenant: string, told: readonly Told[]): Promise<readonly Told[]> {
  const speaks = new Set(told.filter(report => report.kind === 'message').map(keyOf))
  const silent = told.filter(report => !speaks.has(keyOf(report)))
  const contacts = await known.find(tenant, silent.map(handlesOf))
  const gone = new Set<Told>()
  for (const [at, report] of silent.entries()) {
    if (contacts[at] === undefined && (await known.wasErased(tenant, report.handles))) gone.add(report)
  }
  return told.filter(report => !gone.has(report))
}

const unfit = (why: string, report: Told): DeadLetter => ({ why, raw: JSON.stringify(report), form: 'report' })

const keyOf = (report: Told) => JSON.stringify(report.handles)

const handlesOf = (report: Told) => report.handles

function isPersonal(report: Told): report is Personal {
  return report.kind !== 'receipt' && report.kind !== 'receipt-up-to'
}

async function tellPile(
  { actors, people, readTokens, log }: IntakeParts,
  inbox: InboxSecret,
  { contact, reports }: Pile,
  lost: DeadLetter[]
): Promise<void> {
  const { tenant } = inbox
  const conversation = people.conversationOf(tenant, inbox.inbox, contact)
  const where = { inbox, contact, conversation, history: people.historyOf(tenant, inbox.inbox, contact) }
  const customer: Author = { kind: 'customer', id: contact }
  const platform: Author = { kind: 'system', id: inbox.platform }
  const tell = async (command: AnyCommand, by: Author, report: Told) => {
    // What no fact can hold must not be in the log: it would be there for good, and read by nobody.
    if (!v.is(anyReport, command)) {
      lost.push(unfit('does not fit a fact', report))
      return
    }
    const told = await actors.tell(tenant, command, now => trustedContext(by, now))
    if (told.result === 'refused' && isPersonal(report)) throw new JustErased(`${contact} was erased`)
    if (told.result === 'refused') lost.push(unfit(`was refused: ${told.refusal.reason}`, report))
  }
  let met = ''
  // The platform's clock gives the order, whatever the order in the batch; and receipts come last, for what they are
  // about may be in the same batch, and the first we hear of somebody.
  for (const report of reports.toSorted((a, b) => rankOf(a) - rankOf(b) || a.at - b.at)) {
    if (!isPersonal(report)) {
      await tell(commandOf(report, where), platform, report)
      continue
    }
    if (report.kind === 'past' && (await isHere(log, inbox, report))) continue
    const { lastReceivedAt } = await actors.state(tenant, 'conversation', where.conversation)
    const named = 'name' in report ? report.name : null
    // Told late or once more, it would bring back a name the customer has changed since.
    const name = report.at < (lastReceivedAt ?? 0) ? null : named
    const who = JSON.stringify([report.handles, name])
    if (who !== met) await tell(meetOf(report, name, where), customer, report)
    met = who
    // Before the message: whoever sees it may have read it in the same moment.
    if (report.kind === 'message' && report.readToken) readTokens?.keep(tenant, report.id, report.readToken)
    await tell(commandOf(report, where), isOurs(report) ? platform : customer, report)
  }
}

/** It came when it was said, or its file is here, which stands in its place. */
async function isHere(
  log: IntakeParts['log'],
  { tenant, platform }: InboxSecret,
  { id, file }: Extract<Told, { kind: 'past' }>
): Promise<boolean> {
  const causes = file ? [causeOf(platform, id)] : [causeOf(platform, id), pastCauseOf(platform, { id, file: true })]
  for (const cause of causes) if ((await log.heardAt(tenant, cause)) !== undefined) return true
  return false
}

const rankOf = (report: Told) => (isPersonal(report) ? 0 : 1)

function isQuiet(report: Told): boolean {
  return (report.kind === 'notice' || report.kind === 'unsent') && report.quiet === true
}

/** Done by the business, or said by the platform itself. */
function isOurs(report: Personal): boolean {
  if (report.kind === 'past') return report.from === 'us'
  return report.kind === 'echo' || report.kind === 'notice' || ('ours' in report && report.ours)
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
