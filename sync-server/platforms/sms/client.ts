import * as v from 'valibot'
import type { Handle } from '../../../shared/contacts/events.ts'
import { sms as strategy } from '../../../shared/platforms/sms.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { type Answered, askOnce, deferred, failed, noPublicAddress, retryAfter, stopped, waitMs } from '../reaching.ts'
import { maybe } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { accountIn, isService } from './account.ts'
import { authorization } from './authorization.ts'
import { rulingOn } from './verdict.ts'

/** Asks Twilio to send one message. Source: Twilio, "Messages resource", "Create a Message". */
export async function send(outgoing: Outgoing, secret: InboxSecret, attempt: Attempt): Promise<Outcome> {
  const { content, handles, message, file } = outgoing
  const { sid, sender } = accountIn(secret.account)
  const to = numberOf(handles)
  if (to === undefined) return failed('no-address', 'This customer wrote from a name or a service, not from a number.')
  if (sender === undefined) return failed('no-sender', 'This inbox has no number to send from. An admin has to add it.')
  const isText = content.kind === 'text'
  if (!isText && !(content.kind === 'media' && file)) {
    return failed('unsupported', 'This kind of message cannot be sent by SMS.')
  }
  const words = isText ? content.text : (content.caption ?? '')
  if (measure(words, strategy.text) > strategy.text.most) {
    return failed('too-long', `A message by SMS holds ${strategy.text.most} characters.`)
  }
  if (file && file.link === undefined) return noPublicAddress('Twilio')
  const body = new URLSearchParams({
    To: to,
    [isService(sender) ? 'MessagingServiceSid' : 'From']: sender,
    ...((isText || words !== '') && { Body: words }),
    ...(file?.link !== undefined && { MediaUrl: file.link }),
    // Our own id comes back with each status: one that comes after a time-out still finds its message.
    ...(attempt.hook !== null && { StatusCallback: `${attempt.hook}?message=${encodeURIComponent(message)}` })
  })
  const address = `${attempt.baseUrl}/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`
  const answered = await askOnce(address, { headers: authorization(secret), body }, attempt.signal)
  if (answered === 'lost') return { result: 'unknown' }
  if (answered === 'unreached') {
    return deferred('unreachable', 'Twilio cannot be reached.', waitMs(undefined, attempt.tries))
  }
  return outcomeOf(answered, attempt.tries)
}

const taken = v.object({ sid: v.pipe(v.string(), v.regex(/^(?:SM|MM)[0-9a-f]{32}$/)) })
/** Its answer is the message as it stands. Source: Twilio, "Messages resource", "Message status values". */
const givenUp = v.object({
  ...taken.entries,
  status: v.picklist(['failed', 'undelivered', 'canceled']),
  error_code: maybe(v.pipe(v.number(), v.safeInteger())),
  error_message: maybe(v.string())
})
const refused = v.object({ code: v.pipe(v.number(), v.safeInteger()), message: v.optional(v.nullable(v.string())) })

/** What the answer says for sure. Pure. */
export function outcomeOf({ status, answer, headers }: Answered, tries: number): Outcome {
  if (status >= 200 && status < 300) {
    const lost = v.safeParse(givenUp, answer)
    if (lost.success) return refusal(lost.output.error_code ?? lost.output.status, lost.output.error_message)
    return v.is(taken, answer) ? { result: 'sent', platformId: answer.sid } : { result: 'unknown' }
  }
  // Somebody on the way, or Twilio in the middle of it: it may have been taken.
  if (status >= 500 || status === 408) return { result: 'unknown' }
  const told = v.safeParse(refused, answer)
  if (!told.success) {
    if (status === 429) return deferred('429', 'Twilio is being called too often.', waitMs(retryAfter(headers), tries))
    const words = `Twilio answered with status ${status}. An admin has to look at this inbox’s address.`
    return failed(`http-${status}`, words)
  }
  const { code, message } = told.output
  const isPassing = rulingOn(code)?.verdict === 'retry' || status === 429
  return refusal(code, message, isPassing ? waitMs(retryAfter(headers), tries) : undefined)
}

function refusal(code: number | string, message: string | null | undefined, afterMs?: number): Outcome {
  const ruling = rulingOn(Number(code))
  const reason = ruling?.words ?? message ?? 'Twilio did not say why.'
  if (ruling?.verdict === 'stop') return stopped(String(code), reason)
  return afterMs === undefined ? failed(String(code), reason) : deferred(String(code), reason, afterMs)
}

/** The latest number: not the name that a business signs with, which nobody can answer. */
function numberOf(handles: readonly Handle[]): string | undefined {
  return handles.findLast(
    ({ platform, kind, value }) => platform === 'sms' && kind === 'number' && /^\+?\d{3,15}$/.test(value)
  )?.value
}
