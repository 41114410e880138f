import { ask, failed } from '../meta/graph.ts'
import type { Attempt, Outcome, OutgoingReaction } from '../port.ts'
import { isDigest } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { addressOf, voice } from './client.ts'

/** No emoji takes it away. Source: Meta, "Cloud API", "Reaction messages". */
export async function react(
  { message, of, emoji, handles }: OutgoingReaction,
  secret: InboxSecret,
  attempt: Attempt
): Promise<Outcome> {
  const address = addressOf(handles)
  if (!address) return failed('no-address', 'WhatsApp has given us no way to write to this customer.')
  if (isDigest(of)) return failed('no-id', 'WhatsApp’s own name of this message is not known here any more.')
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...address,
    type: 'reaction',
    reaction: { message_id: of, emoji: emoji ?? '' },
    biz_opaque_callback_data: message
  }
  const path = `${encodeURIComponent(secret.account)}/messages`
  return ask({ path, token: secret.accessToken, body }, attempt, voice)
}
