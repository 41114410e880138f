import * as v from 'valibot'
import type { Attempt, Outcome } from '../port.ts'
import { neverConnected, stopped } from '../reaching.ts'

/** The version of the Graph API that all of Meta's channels are spoken to in. */
export const version = 'v23.0'

export type Verdict =
  /** Not taken, and worth another try later. */
  | 'retry'
  /** Not taken, and it never will be as it is: the agent has to know. */
  | 'tell'
  /** Nothing goes out of this account until somebody who runs it acts. */
  | 'stop'
  /** Meta says so of messages that were taken as well: nobody knows. */
  | 'doubt'

/** `code`: what the failure is called: Meta's code, or a word of ours that the screens know. */
export type Ruling = { readonly verdict: Verdict; readonly code: string; readonly words: string }

/** How one of Meta's channels speaks of what it took and what it did not. */
export type Voice = {
  readonly name: string
  /** The platform's id of the message in an answer that took it. */
  idIn(answer: unknown): string | undefined
  /** `undefined`: a code of tomorrow. */
  rulingOn(code: number, subcode: number | undefined): Ruling | undefined
  waitMs(code: number, tries: number): number
}

export type Question = { readonly path: string; readonly token: string; readonly body: unknown }

/** Asks the Graph API to send one message. Only what is certain is called certain; all else is `unknown`. */
export async function ask({ path, token, body }: Question, attempt: Attempt, voice: Voice): Promise<Outcome> {
  let response: Response
  try {
    response = await fetch(`${attempt.baseUrl}/${version}/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
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
    if (!neverConnected(error)) return { result: 'unknown' }
    return deferred('unreachable', `${voice.name} cannot be reached.`, voice.waitMs(0, attempt.tries))
  }
  const answer = await response.json().catch(() => undefined)
  return outcomeOf({ status: response.status, answer, tries: attempt.tries }, voice)
}

const code = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(Number),
  v.check(number => Number.isSafeInteger(number))
)
const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema))

/** Source: Meta, "Graph API", "Handling errors". */
export const graphError = v.object({
  error: v.object({
    code,
    error_subcode: maybe(code),
    message: maybe(v.string()),
    is_transient: maybe(v.boolean()),
    error_data: v.fallback(maybe(v.object({ details: maybe(v.string()) })), undefined)
  })
})

type Answered = { readonly status: number; readonly answer: unknown; readonly tries: number }

/** What the answer says for sure. Pure. */
export function outcomeOf({ status, answer, tries }: Answered, voice: Voice): Outcome {
  if (status >= 200 && status < 300) {
    const platformId = voice.idIn(answer)
    return platformId === undefined ? { result: 'unknown' } : { result: 'sent', platformId }
  }
  const told = v.safeParse(graphError, answer)
  if (told.success) return refusal(told.output.error, { status, tries }, voice)
  if (status === 429) return deferred('429', `${voice.name} is being called too often.`, voice.waitMs(0, tries))
  // Somebody between us and Meta answered: a gateway may have passed the message on before it gave up.
  if (status >= 500 || status === 408) return { result: 'unknown' }
  const words = `${voice.name} answered with status ${status}. An admin has to look at this inbox’s address.`
  return failed(`http-${status}`, words)
}

function refusal(
  error: v.InferOutput<typeof graphError>['error'],
  { status, tries }: Omit<Answered, 'answer'>,
  voice: Voice
): Outcome {
  const subcode = error.error_subcode ?? undefined
  const ruling = voice.rulingOn(error.code, subcode)
  // Of a code that we know Meta says what it means; any other may come from a server that broke over what it had taken.
  if (ruling?.verdict === 'doubt' || (!ruling && status >= 500)) return { result: 'unknown' }
  const named = ruling?.code ?? (subcode === undefined ? String(error.code) : `${error.code}/${subcode}`)
  const told = error.error_data?.details ?? error.message ?? `${voice.name} did not say why.`
  const reason = (ruling?.words ?? told).slice(0, 1000)
  if (ruling?.verdict === 'stop') return stopped(named, reason)
  return ruling?.verdict === 'retry' || error.is_transient === true
    ? deferred(named, reason, voice.waitMs(error.code, tries))
    : failed(named, reason)
}

export function failed(code: string, reason: string): Outcome {
  return { result: 'failed', failure: { code, reason } }
}

function deferred(code: string, reason: string, afterMs: number): Outcome {
  return { result: 'deferred', failure: { code, reason }, afterMs }
}

const longestBackOffMs = 5 * 60_000

/** Twice as long each time, from two seconds on. */
export function doubling(tries: number): number {
  return Math.min(2 ** (tries + 1) * 1000, longestBackOffMs)
}

export type Upload = { readonly path: string; readonly token: string; readonly form: FormData }

/** Brings a file to the Graph API. `null`: it was not answered. */
export async function uploadTo(
  { path, token, form }: Upload,
  { baseUrl, signal }: Attempt
): Promise<{ readonly status: number; readonly answer: unknown } | null> {
  try {
    const response = await fetch(`${baseUrl}/${version}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, connection: 'close' },
      body: form,
      // A redirect would carry the token to somebody else.
      redirect: 'error',
      signal
    })
    return { status: response.status, answer: await response.json().catch(() => undefined) }
  } catch {
    return null
  }
}
