import * as v from 'valibot'
import type { Content } from '../../../shared/conversations/content.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { idFrom, isDigest } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { attachmentOf } from './attachment.ts'
import type { Dialect } from './dialect.ts'
import { ask, doubling, failed, type Voice } from './graph.ts'
import { rulingOn } from './verdict.ts'

const taken = v.object({ message_id: v.pipe(v.string(), v.minLength(1)) })

export function voiceOf({ strategy }: Dialect): Voice {
  return {
    name: strategy.name,
    idIn: answer => (v.is(taken, answer) ? idFrom(answer.message_id) : undefined),
    rulingOn,
    waitMs: (_code, tries) => doubling(tries)
  }
}

/**
 * Source: Meta, "Send API", "Message tags" and "Human agent"; `reply_to`: "Page Messages", which does not say what is in
 * it, and "Replies webhooks", where it holds a `mid`.
 */
export async function send(
  { content, handles, late, message, file, quoted }: Outgoing,
  secret: InboxSecret,
  attempt: Attempt,
  dialect: Dialect
): Promise<Outcome> {
  const { strategy, handle, metadata } = dialect
  const { name, platform, text: limit } = strategy
  const to = handles.findLast(one => one.platform === platform && one.kind === handle)
  if (!to) return failed('no-address', `${name} has given us no way to write to this customer.`)
  const voice = voiceOf(dialect)
  const isText = content.kind === 'text'
  if (!isText && !file) return failed('unsupported', `This kind of message cannot be sent on ${name}.`)
  if (isText && measure(content.text, limit) > limit.most) {
    return failed('too-long', `A message on ${name} holds ${limit.most} ${limit.unit}.`)
  }
  const attached = file && (await attachmentOf(file, secret, attempt, dialect, voice))
  if (attached && 'outcome' in attached) return attached.outcome
  const said = attached ?? wordsOf(content)
  const body = {
    recipient: { id: to.value },
    // The tag needs a permission of its own, so it is used only where nothing else would pass.
    ...(late ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }),
    message: { ...said, ...(metadata ? { metadata: message } : {}) }
  }
  const question = { path: dialect.path(secret.account), token: secret.accessToken }
  const plain = () => ask({ ...question, body }, attempt, voice)
  if (!quoted || isDigest(quoted.id)) return plain()
  const outcome = await ask({ ...question, body: { ...body, reply_to: { mid: quoted.id } } }, attempt, voice)
  // "Invalid parameter", and certainly not taken: the words are owed to the customer, what stands above them is not.
  return outcome.result === 'failed' && outcome.failure.code === '100' ? plain() : outcome
}

function wordsOf(content: Content) {
  if (content.kind !== 'text') return { text: '' }
  const { text, choices } = content
  return { text, ...(choices && { quick_replies: choices.map(quickReply) }) }
}

/** Source: Meta, "Quick replies". The payload comes back with the press. */
function quickReply({ title }: { readonly title: string }, at: number) {
  return { content_type: 'text', title, payload: `choice:${at + 1}` }
}
