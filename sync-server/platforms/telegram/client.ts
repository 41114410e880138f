import * as v from 'valibot'
import type { Handle } from '../../../shared/contacts/events.ts'
import type { Attempt, Outcome, Outgoing } from '../port.ts'
import { deferred, failed, neverConnected, stopped, waitMs } from '../reaching.ts'
import type { InboxSecret } from '../secrets.ts'
import { connectionIn, messageId, type Place } from './message-id.ts'
import { questionFor, type Question } from './question.ts'
import { rulingOn } from './verdict.ts'

/**
 * Asks the Bot API to send one message. Only what is certain is called certain; all else is `unknown`.
 * The token is a part of the address: neither the address nor what `fetch` says of it may reach a log.
 */
export async function send(outgoing: Outgoing, secret: InboxSecret, attempt: Attempt): Promise<Outcome> {
  const chat = chatOf(outgoing.handles)
  if (chat === undefined) return failed('no-address', 'Telegram has given us no way to write to this customer.')
  // It goes where the customer wrote: to the bot, or to an account that the bot answers for.
  const connection = outgoing.answers && connectionIn(outgoing.answers.id)
  const place = { bot: secret.account, chat, connection }
  const question = questionFor(outgoing, place)
  if ('wrong' in question) return failed(...question.wrong)
  const takenThere = (answer: unknown) => takenAs(answer, place)
  const outcome = await askBot(question, secret, attempt, takenThere)
  if (!outgoing.file || question.method !== 'sendPhoto' || !isNoPhoto(outcome)) return outcome
  const paper = questionFor({ ...outgoing, file: { ...outgoing.file, media: 'document' } }, place)
  return 'wrong' in paper ? outcome : askBot(paper, secret, attempt, takenThere)
}

/** Certainly not taken: a long screenshot, or a picture that Telegram cannot read, is none to it but any document is. */
function isNoPhoto(outcome: Outcome): boolean {
  return outcome.result === 'failed' && /photo_invalid_dimensions|image_process_failed/i.test(outcome.failure.reason)
}

type IdIn = (answer: unknown) => string | undefined

/** `idIn`: what it took is known by this id. */
export async function askBot(
  { method, type, body }: Question,
  { accessToken, account }: InboxSecret,
  { baseUrl, tries, signal }: Attempt,
  idIn: IdIn
): Promise<Outcome> {
  let response: Response
  try {
    response = await fetch(`${baseUrl}/bot${accessToken}/${method}`, {
      method: 'POST',
      headers: {
        ...(type !== null && { 'content-type': type }),
        // A connection kept from before may be closed under our hands: then nobody would know what was taken.
        connection: 'close'
      },
      body,
      // A redirect would carry the token to somebody else.
      redirect: 'error',
      signal
    })
  } catch (error) {
    return neverConnected(error)
      ? deferred('unreachable', 'Telegram cannot be reached.', waitMs(undefined, tries))
      : { result: 'unknown' }
  }
  const answer = await response.json().catch(() => undefined)
  return outcomeOf(account, response.status, answer, tries, idIn)
}

const whole = v.pipe(v.number(), v.safeInteger())
const taken = v.object({
  ok: v.literal(true),
  result: v.object({ message_id: whole, chat: v.object({ id: whole }) })
})
const refused = v.object({
  ok: v.literal(false),
  error_code: whole,
  description: v.optional(v.string(), ''),
  parameters: v.optional(v.object({ retry_after: v.optional(v.pipe(whole, v.minValue(0))) }))
})

function takenAs(answer: unknown, { bot, connection }: Omit<Place, 'chat'>): string | undefined {
  if (!v.is(taken, answer)) return undefined
  const { message_id, chat } = answer.result
  return messageId({ bot, chat: chat.id, connection }, message_id)
}

/** What the answer says for sure. Pure. */
export function outcomeOf(
  bot: string,
  status: number,
  answer: unknown,
  tries: number,
  idIn: IdIn = told => takenAs(told, { bot })
): Outcome {
  if (status >= 200 && status < 300) {
    const platformId = idIn(answer)
    return platformId === undefined ? { result: 'unknown' } : { result: 'sent', platformId }
  }
  // Telegram's own 500 may come when it was taken ("sent message was immediately deleted"), a gateway's as well.
  if (status >= 500 || status === 408) return { result: 'unknown' }
  const told = v.safeParse(refused, answer)
  if (!told.success) return strange(status, tries)
  const { error_code, description, parameters } = told.output
  const { verdict, words } = rulingOn(error_code, description)
  const code = String(error_code)
  if (verdict === 'stop') return stopped(code, words)
  return verdict === 'retry' ? deferred(code, words, waitMs(parameters?.retry_after, tries)) : failed(code, words)
}

/** Somebody between us and Telegram, or somebody else at its address. */
function strange(status: number, tries: number): Outcome {
  if (status === 429) return deferred('429', 'Telegram is being called too often.', waitMs(undefined, tries))
  return failed(
    `http-${status}`,
    `Telegram answered with status ${status}. An admin has to look at this inbox’s address.`
  )
}

/** A private chat has the id of the customer in it. */
export function chatOf(handles: readonly Handle[]): number | undefined {
  const user = handles.findLast(({ platform, kind }) => platform === 'telegram' && kind === 'user_id')
  return user && /^\d{1,16}$/.test(user.value) ? Number(user.value) : undefined
}
