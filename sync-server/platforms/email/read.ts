import type { Report } from '../port.ts'
import { cut, unread } from '../reading.ts'
import { isAutomatic } from './automatic.ts'
import { addressesIn, bounceIn, isDeliveryReport, isSilent, namelessIn } from './bounce.ts'
import { handleOf } from './handle.ts'
import { idsIn, mailFrom, type Mail } from './mail.ts'
import { incomingId, ownIdHeader, platformIdOf, replyBehind } from './message-id.ts'
import { bytesOf, isFetched, type Fetched } from './payload.ts'
import { returnedIn } from './returned.ts'
import { bodyOf, said } from './said.ts'

/** Everything that a fetched mail says; never throws. `account` is the mailbox's own address. */
export async function read(payload: unknown, account: string): Promise<readonly Report[]> {
  if (!isFetched(payload)) return [unread('is no fetched mail', payload)]
  let mail: Mail
  try {
    mail = await mailFrom(bytesOf(payload))
  } catch (error) {
    return [lost(error instanceof Error ? error.message : String(error), payload)]
  }
  return reportsOf(mail, payload, account)
}

function reportsOf(mail: Mail, fetched: Fetched, account: string): readonly Report[] {
  const { at } = fetched
  if (isDeliveryReport(mail) && !isSilent(mail)) {
    const told = bounceIn(mail, at, account) ?? namelessIn(mail, at)
    return told ?? [lost('is a delivery report about none of our messages', fetched)]
  }
  const returned = returnedIn(mail, at, account)
  if (returned) return returned
  if (isDeliveryReport(mail)) return [lost('is a delivery report that says nothing', fetched)]
  const own = ownCopy(mail, at, account)
  if (own) return [own]
  if (isFromUs(mail, account)) return [lost('was written from this address to somebody else', fetched)]
  const writer = writerOf(mail, account)
  if (!writer) return [lost('has no sender that could be answered', fetched)]
  const id = incomingId(account, [writer.address, mail.id, mail.head('date'), mail.id ? undefined : fetched.source])
  const name = cut(writer.name, 120).trim() || null
  const from = { id, at, handles: [handleOf(writer.address)], name }
  if (isAutomatic(mail, writer !== mail.from)) return [automatic(mail, from)]
  return [{ kind: 'message', ...from, content: said(mail, { account, place: fetched.place }) }]
}

/**
 * A copy of our own message: the server took it. Its words are not believed, for whoever had the message can name it.
 */
function ownCopy(mail: Mail, at: number, account: string): Report | undefined {
  const ids = [...idsIn(mail.head(ownIdHeader.toLowerCase())), ...(mail.id === undefined ? [] : [mail.id])]
  const messageId = ids.find(id => replyBehind(id, account) !== undefined)
  const message = messageId && replyBehind(messageId, account)
  if (!messageId || message === undefined || mail.from?.address !== account.toLowerCase()) return undefined
  const handles = mail.to
    .filter(({ address }) => address !== account.toLowerCase())
    .map(({ address }) => handleOf(address))
  if (handles.length === 0) return undefined
  const platformId = platformIdOf(messageId)
  return { kind: 'receipt', platformId, message, status: 'sent', word: 'copy', at, failure: null, handles }
}

/**
 * A colleague's, in another program, to a customer: it came back here as a copy, a list, a rule. It is not the
 * customer's; nor is it told of the house, for a `From` proves nothing. To the house itself, it is a form's.
 */
function isFromUs({ from, replyTo, head }: Mail, account: string): boolean {
  const us = account.toLowerCase()
  if (from?.address !== us || replyTo !== undefined) return false
  const to = addressesIn(head('to')).map(address => address.toLowerCase())
  return to.length > 0 && to.every(address => domainOf(address) !== domainOf(us))
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/**
 * Who wrote. A form on the shop's own pages writes in the shop's name, or nobody's, and says in `Reply-To` for whom.
 * Anybody else's `Reply-To` is not followed: an answer goes to who is shown as the customer.
 */
function writerOf({ from, replyTo }: Mail, account: string) {
  const isForm = from === undefined || from.address === account.toLowerCase() || /^no-?reply@/.test(from.address)
  return isForm ? (replyTo ?? from) : from
}

type From = Pick<Extract<Report, { kind: 'notice' }>, 'id' | 'at' | 'handles' | 'name'>

/** A quiet line: it wakes nobody, and nobody owes it an answer. */
function automatic(mail: Mail, from: From): Report {
  const words = [mail.subject, bodyOf(mail)].filter(text => text !== '').join('\n\n')
  const raw = JSON.stringify({ id: mail.id, subject: mail.subject, text: cut(bodyOf(mail), 10_000) })
  return {
    kind: 'notice',
    ...from,
    what: 'auto-reply',
    text: cut(`an automatic answer: ${words}`, 2000),
    raw,
    quiet: true
  }
}

const longestLetter = 1024 * 1024

/** A long one is kept with its beginning only, which cannot be read again: the whole is still in the mailbox. */
function lost(why: string, fetched: Fetched): Report {
  if (fetched.source.length <= longestLetter) {
    return { kind: 'unread', why, raw: JSON.stringify(fetched), form: 'payload' }
  }
  return { kind: 'unread', why, raw: JSON.stringify({ ...fetched, source: fetched.source.slice(0, 65_536) }) }
}
