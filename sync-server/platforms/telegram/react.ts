import * as v from 'valibot'
import type { Attempt, Outcome, OutgoingReaction } from '../port.ts'
import { failed } from '../reaching.ts'
import type { InboxSecret } from '../secrets.ts'
import { askBot, chatOf } from './client.ts'
import { connectionIn, numberIn } from './message-id.ts'

const taken = v.object({ ok: v.literal(true), result: v.literal(true) })

/** A bot has one reaction on a message; none takes it away. Source: Telegram, "Bot API", `setMessageReaction`. */
export async function react(
  { message, of, emoji, handles }: OutgoingReaction,
  secret: InboxSecret,
  attempt: Attempt
): Promise<Outcome> {
  const chat = chatOf(handles)
  if (chat === undefined) return failed('no-address', 'Telegram has given us no way to write to this customer.')
  if (connectionIn(of) !== undefined)
    return failed('no-id', 'Telegram lets a bot put nothing on a message in the chats of your own account.')
  const id = numberIn(of, { bot: secret.account, chat })
  if (id === undefined)
    return failed(
      'no-id',
      'Nothing can be put on a button that was pressed or in a group, only on a message in this chat.'
    )
  const reaction = emoji === null ? [] : [{ type: 'emoji', emoji }]
  const body = JSON.stringify({ chat_id: chat, message_id: id, reaction })
  const question = { method: 'setMessageReaction', type: 'application/json', body }
  return askBot(question, secret, attempt, answer => (v.is(taken, answer) ? `reaction:${message}` : undefined))
}
