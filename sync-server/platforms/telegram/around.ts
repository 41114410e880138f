import type { Item } from '../reading.ts'

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
  'managed_bot',
  'subscription'
])

export function isElsewhere(kind: string): boolean {
  return elsewhere.has(kind)
}

/** What Telegram writes into a group by itself, under the name of whoever did it. Source: Telegram, "Message", service messages. */
const ofGroups =
  /^(?:(?:new|left)_chat_|delete_chat_photo|(?:group|supergroup|channel)_chat_created|migrate_(?:to|from)_|chat_owner_|proximity_alert|boost_added|(?:general_)?forum_topic_|giveaway|video_chat_|(?:paid|direct)_message_price|suggested_post_(?!info)|community_chat_|poll_option_|pinned_message|chat_background_set|message_auto_delete)/

export function isOfGroup(message: Item): boolean {
  return Object.keys(message).some(field => ofGroups.test(field))
}
