import * as v from 'valibot'
import type { AccountNews } from '../../../shared/protocol/inboxes.ts'
import type { Report } from '../port.ts'
import { faultOf, idFrom, line, passedOver, unread, type Item } from '../reading.ts'
import { tgMembership, type Told } from './update.ts'
import { handlesOf, nameOf } from './who.ts'

/** Whether the customer lets the bot write. */
export function readMembership(item: unknown, { update, account }: Told): readonly Report[] {
  const checked = v.safeParse(tgMembership, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { chat, from, date: at, new_chat_member } = checked.output
  if (String(new_chat_member.user.id) !== account) return [unread('is for another bot', item)]
  const id = idFrom(`member:${account}:${update}`)
  if (chat.type !== 'private') return [groupNews({ at, status: new_chat_member.status, chat, id })]
  const told = memberships.get(new_chat_member.status)
  if (!told) return [unread('is a membership of another kind', item)]
  const raw = JSON.stringify(item)
  const who = { handles: handlesOf(from), name: nameOf(from) }
  return [{ kind: 'notice', id, at, ...who, ...told, raw }]
}

const memberships: ReadonlyMap<string, { readonly what: string; readonly text: string }> = new Map(
  Object.entries({
    kicked: { what: 'blocked', text: 'the customer blocked the bot, and nothing reaches them any more' },
    member: { what: 'unblocked', text: 'the customer lets the bot write again' }
  })
)

type Membership = { readonly at: number; readonly status: string; readonly chat: Item; readonly id: string }

const inside: ReadonlySet<string> = new Set(['member', 'administrator', 'restricted', 'creator'])

/** Somebody has put the bot into a group or a channel, or taken it out. */
function groupNews({ at, status, chat, id }: Membership): Report {
  const isInside = inside.has(status)
  if (!isInside && status !== 'left' && status !== 'kicked') return passedOver
  const what = chat['type'] === 'channel' ? 'channel' : 'group'
  const title = line(chat['title'])
  const where = title === undefined ? `a ${what}` : `the ${what} “${title}”`
  const sentence = isInside
    ? `The bot is in ${where}. What is said there to it stands in the conversation of who said it.`
    : `The bot is no longer in ${where}.`
  const news: AccountNews = { id: idFrom(id), at, about: 'account', trouble: false, sentence, words: '' }
  return { kind: 'account', about: 'account', news }
}
