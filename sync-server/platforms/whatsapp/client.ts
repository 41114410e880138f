import * as v from 'valibot'
import type { Content } from '../../../shared/conversations/content.ts'
import type { Handle } from '../../../shared/contacts/events.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { neverConnected } from '../reaching.ts'
import type { InboxSecret } from '../secrets.ts'
import { backOffMs, verdictOn, wordsFor } from './verdict.ts'

const version = 'v23.0'

/** Asks the Graph API to send one message. Only what is certain is called certain; all else is `unknown`. */
export async function send(outgoing: Outgoing, secret: InboxSecret, attempt: Attempt): Promise<Outcome> {
  const address = addressOf(outgoing.handles)
  if (!address) return failed('no-address', 'WhatsApp has given us no way to write to this customer.')
  const said = partOf(outgoing.content)
  if (!said) return failed('unsupported', 'This kind of message cannot be sent on WhatsApp.')
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...address,
    ...said,
    biz_opaque_callback_data: outgoing.message
  }
  let response: Response
  try {
    response = await fetch(`${attempt.baseUrl}/${version}/${encodeURIComponent(secret.account)}/messages`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret.accessToken}`,
        'content-type': 'application/json',
        // A connection kept from before may be closed under our hands: then nobody would know what was taken.
        connection: 'close'
      },
      body: JSON.stringify(body),
      // A redirect would carry the token to somebody else.
      redirect: 'error',
      signal: attempt.signal
    })
  } catch (error) {
    return neverConnected(error)
      ? deferred('unreachable', 'WhatsApp cannot be reached.', attempt.tries)
      : { result: 'unknown' }
  }
  const answer = await response.json().catch(() => undefined)
  return outcomeOf(response.status, answer, attempt.tries)
}

const taken = v.object({ messages: v.pipe(v.array(v.object({ id: v.string() })), v.minLength(1)) })
const graphError = v.object({
  error: v.object({
    code: v.union([v.number(), v.string()]),
    message: v.optional(v.string()),
    is_transient: v.optional(v.boolean()),
    error_data: v.optional(v.object({ details: v.optional(v.string()) }))
  })
})

/** What the answer says for sure. Pure. */
export function outcomeOf(status: number, answer: unknown, tries: number): Outcome {
  if (status >= 200 && status < 300) {
    const id = v.is(taken, answer) ? answer.messages[0]?.id : undefined
    return id === undefined ? { result: 'unknown' } : { result: 'sent', platformId: id }
  }
  if (v.is(graphError, answer)) {
    const { error } = answer
    const code = String(error.code)
    const reason = wordsFor(code, error.error_data?.details ?? error.message ?? 'WhatsApp did not say why.')
    return verdictOn(code) === 'retry' || error.is_transient === true
      ? { result: 'deferred', failure: { code, reason }, afterMs: backOffMs(code, tries) }
      : failed(code, reason)
  }
  if (status === 429) return deferred('429', 'WhatsApp is being called too often.', tries)
  // Somebody between us and WhatsApp answered: a gateway may have passed the message on before it gave up.
  return status >= 500 || status === 408
    ? { result: 'unknown' }
    : failed(`http-${status}`, `WhatsApp answered with status ${status}. An admin has to look at this inbox’s address.`)
}

function failed(code: string, reason: string): Outcome {
  return { result: 'failed', failure: { code, reason } }
}

function deferred(code: string, reason: string, tries: number): Outcome {
  return { result: 'deferred', failure: { code, reason }, afterMs: backOffMs(code, tries) }
}

/** A number goes into `to`, a business-scoped user id into `recipient`; in `to` it would be taken for a number and lost. */
function addressOf(handles: readonly Handle[]): Record<string, string> | null {
  const mine = handles.filter(handle => handle.platform === 'whatsapp')
  const number = mine.findLast(handle => handle.kind === 'wa_id')
  if (number) return { to: number.value }
  const user = mine.findLast(handle => handle.kind === 'user_id')
  return user ? { recipient: user.value } : null
}

function partOf(content: Content): Record<string, unknown> | null {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { preview_url: false, body: content.text } }
    case 'template': {
      const { name, language, parameters } = content
      const body = { type: 'body', parameters: parameters.map(text => ({ type: 'text', text })) }
      return {
        type: 'template',
        template: { name, language: { code: language }, ...(parameters.length > 0 ? { components: [body] } : {}) }
      }
    }
    default:
      return null
  }
}
