import * as v from 'valibot'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { idFrom } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
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

/** Source: Meta, "Send API", "Message tags" and "Human agent". */
export async function send(
  { content, handles, late, message }: Outgoing,
  { account, accessToken }: InboxSecret,
  attempt: Attempt,
  dialect: Dialect
): Promise<Outcome> {
  const { strategy, handle, metadata } = dialect
  const { name, platform, text: limit } = strategy
  const to = handles.findLast(one => one.platform === platform && one.kind === handle)
  if (!to) return failed('no-address', `${name} has given us no way to write to this customer.`)
  if (content.kind !== 'text') return failed('unsupported', `This kind of message cannot be sent on ${name}.`)
  if (measure(content.text, limit) > limit.most) {
    return failed('too-long', `A message on ${name} holds ${limit.most} ${limit.unit}.`)
  }
  const body = {
    recipient: { id: to.value },
    // The tag needs a permission of its own, so it is used only where nothing else would pass.
    ...(late ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }),
    message: {
      text: content.text,
      ...(content.choices && { quick_replies: content.choices.map(quickReply) }),
      ...(metadata ? { metadata: message } : {})
    }
  }
  return ask({ path: dialect.path(account), token: accessToken, body }, attempt, voiceOf(dialect))
}

/** Source: Meta, "Quick replies". The payload comes back with the press. */
function quickReply({ title }: { readonly title: string }, at: number) {
  return { content_type: 'text', title, payload: `choice:${at + 1}` }
}
