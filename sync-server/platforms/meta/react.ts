import * as v from 'valibot'
import type { Attempt, Outcome, OutgoingReaction } from '../port.ts'
import { isDigest } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import type { Dialect } from './dialect.ts'
import { ask, failed } from './graph.ts'
import { voiceOf } from './send.ts'

const taken = v.object({ recipient_id: v.string() })

/** A sender action, which has no id of its own. Source: Meta, "Sender actions", "React or unreact to a message". */
export async function react(
  { message, of, emoji, handles }: OutgoingReaction,
  { account, accessToken: token }: InboxSecret,
  attempt: Attempt,
  dialect: Dialect
): Promise<Outcome> {
  const { strategy, handle, path } = dialect
  const to = handles.findLast(one => one.platform === strategy.platform && one.kind === handle)
  if (!to) return failed('no-address', `${strategy.name} has given us no way to write to this customer.`)
  if (isDigest(of)) return failed('no-id', `${strategy.name}’s own name of this message is not known here any more.`)
  const payload = emoji === null ? { message_id: of } : { message_id: of, reaction: emoji }
  const body = { recipient: { id: to.value }, sender_action: emoji === null ? 'unreact' : 'react', payload }
  const idIn = (answer: unknown) => (v.is(taken, answer) ? `reaction:${message}` : undefined)
  return ask({ path: path(account), token, body }, attempt, { ...voiceOf(dialect), idIn })
}
