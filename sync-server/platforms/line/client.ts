import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Handle } from '../../../shared/contacts/events.ts'
import { quoteToken } from '../../../shared/conversations/content.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { type Answered, askOnce, deferred, failed, retryAfter, stopped, waitMs } from '../reaching.ts'
import { idFrom } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { messageFor } from './said-by-us.ts'
import { rulingOn } from './verdict.ts'

/** "The retry key is valid for 24 hours after attempting the first request." Source: LINE, "Retry failed API requests". */
export const onceForMs = 24 * 3_600_000

/**
 * Asks LINE to push one message. Its key is made of our own id of the message, so LINE takes it once however often it is
 * asked: `sender.ts` asks again until it hears, and an agent who tries an old one again doubles nothing within a day.
 * Source: LINE, "Messaging API reference", "Send push message", "Get quote tokens".
 */
export async function send(outgoing: Outgoing, secret: InboxSecret, attempt: Attempt): Promise<Outcome> {
  const { handles, message } = outgoing
  const to = userOf(handles)
  if (to === undefined) return failed('no-address', 'LINE has given us no way to write to this customer.')
  const said = messageFor(outgoing)
  if ('outcome' in said) return said.outcome
  const headers = {
    authorization: `Bearer ${secret.accessToken}`,
    'content-type': 'application/json',
    'x-line-retry-key': retryKey(secret, message)
  }
  const body = JSON.stringify({ to, messages: [said.message] })
  const answered = await askOnce(`${attempt.baseUrl}/v2/bot/message/push`, { headers, body }, attempt.signal)
  if (answered === 'lost') return { result: 'unknown' }
  if (answered === 'unreached') {
    return deferred('unreachable', 'LINE cannot be reached.', waitMs(undefined, attempt.tries))
  }
  return outcomeOf(answered, attempt.tries)
}

/** A UUID made of a name: the same whenever this message is sent from this inbox. */
export function retryKey({ tenant, inbox, account }: InboxSecret, message: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([tenant, inbox, account, message]))
    .digest('hex')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32)
  ].join('-')
}

const sent = v.object({
  sentMessages: v.pipe(
    v.array(
      v.object({ id: v.pipe(v.string(), v.minLength(1)), quoteToken: v.fallback(v.optional(quoteToken), undefined) })
    ),
    v.minLength(1)
  )
})
const refused = v.object({
  message: v.string(),
  details: v.fallback(
    v.optional(v.array(v.object({ message: v.optional(v.string()), property: v.optional(v.string()) }))),
    undefined
  )
})

/** What the answer says for sure. Pure. */
export function outcomeOf({ status, answer, headers }: Answered, tries: number): Outcome {
  if (status >= 200 && status < 300) {
    const id = idIn(answer) ?? requestIn(headers.get('x-line-request-id'))
    return id === undefined || !isJson(answer) ? { result: 'unknown' } : sentAs(id, answer)
  }
  // This very message was taken before, when we did not hear the answer.
  if (status === 409) {
    const id = idIn(answer) ?? requestIn(headers.get('x-line-accepted-request-id'))
    return id === undefined ? { result: 'unknown' } : sentAs(id, answer)
  }
  if (status >= 500 || status === 408) return { result: 'unknown' }
  const told = v.safeParse(refused, answer)
  if (!told.success) {
    if (status === 429) return deferred('429', 'LINE is being called too often.', waitMs(retryAfter(headers), tries))
    return failed(
      `http-${status}`,
      `LINE answered with status ${status}. An admin has to look at this inbox’s address.`
    )
  }
  const details = (told.output.details ?? []).map(one => [one.property, one.message].filter(Boolean).join(': '))
  const { verdict, code, words } = rulingOn(status, [told.output.message, ...details].join(' · '))
  if (verdict === 'stop') return stopped(code, words)
  return verdict === 'retry' ? deferred(code, words, waitMs(retryAfter(headers), tries)) : failed(code, words)
}

function sentAs(platformId: string, answer: unknown): Outcome {
  const told = v.safeParse(sent, answer)
  const token = told.success ? told.output.sentMessages[0]?.quoteToken : undefined
  return { result: 'sent', platformId, ...(token !== undefined && { quoteToken: token }) }
}

/** What a customer's quote will name. */
function idIn(answer: unknown): string | undefined {
  return v.is(sent, answer) ? idFrom(answer.sentMessages[0]?.id ?? '') : undefined
}

/** Of a message that is known by nothing but the call that brought it. */
function requestIn(request: string | null): string | undefined {
  return request === null || request === '' ? undefined : idFrom(`request:${request}`)
}

function isJson(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null
}

export function userOf(handles: readonly Handle[]): string | undefined {
  return handles.findLast(({ platform, kind }) => platform === 'line' && kind === 'user_id')?.value
}
