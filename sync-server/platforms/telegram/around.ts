import type { AccountNews } from '../../../shared/protocol/inboxes.ts'
import type { Report } from '../port.ts'
import { idFrom, line, passedOver, type Item } from '../reading.ts'

/**
 * Updates that are about no conversation with the bot: channels, polls, what is typed to it elsewhere, who comes to a
 * group and what is paid in one. Daybook asks for none of them; who has set the webhook by hand may have.
 * Source: Telegram, "Update".
 */
const elsewhere: ReadonlySet<string> = new Set([
  'channel_post',
  'edited_channel_post',
  'guest_message',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot'
])

export function isElsewhere(kind: string): boolean {
  return elsewhere.has(kind)
}

type Membership = { readonly at: number; readonly status: string; readonly chat: Item; readonly id: string }

const inside: ReadonlySet<string> = new Set(['member', 'administrator', 'restricted', 'creator'])

/** Somebody has put the bot into a group or a channel, or taken it out. */
export function groupNews({ at, status, chat, id }: Membership): Report {
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
