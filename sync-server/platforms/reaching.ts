import type { Shown } from './courtesy.ts'
import type { Outcome } from './port.ts'

/** Broken before a byte of the message was written. Every other break leaves open what was taken. */
const beforeTheFirstByte = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT'
])

/** Did `fetch` fail before anybody could have taken anything? */
export function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  if (typeof cause?.code !== 'string') return false
  return beforeTheFirstByte.has(cause.code) || /CERT|^ERR_TLS|^ERR_SSL/.test(cause.code)
}

export type Answered = { readonly status: number; readonly answer: unknown; readonly headers: Headers }

/** Asks once, for JSON. `unreached`: nobody has taken anything. `lost`: somebody may have, and nobody says so. */
export async function askOnce(
  address: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | URLSearchParams },
  signal: AbortSignal
): Promise<Answered | 'unreached' | 'lost'> {
  let response: Response
  try {
    response = await fetch(address, {
      method: 'POST',
      // A connection kept from before may be closed under our hands: then nobody would know what was taken.
      headers: { ...request.headers, connection: 'close' },
      body: request.body,
      // A redirect would carry the token to somebody else.
      redirect: 'error',
      signal
    })
  } catch (error) {
    return neverConnected(error) ? 'unreached' : 'lost'
  }
  const answer: unknown = await response.json().catch(() => undefined)
  return { status: response.status, answer, headers: response.headers }
}

export function failed(code: string, reason: string): Outcome {
  return { result: 'failed', failure: { code, reason: reason.slice(0, 1000) } }
}

export function stopped(code: string, reason: string): Outcome {
  return { result: 'stopped', failure: { code, reason: reason.slice(0, 1000) } }
}

export function deferred(code: string, reason: string, afterMs: number): Outcome {
  return { result: 'deferred', failure: { code, reason: reason.slice(0, 1000) }, afterMs }
}

/** Its platform takes a file only from an address, and this server has none that it knows of. */
export function noPublicAddress(name: string): Outcome {
  const reason = `${name} fetches files from this server, which does not know its public address. An admin has to set PUBLIC_ORIGIN to it, with https.`
  return failed('no-public-address', reason)
}

const longestBackOffMs = 5 * 60_000

/** How long to wait before the next try: what the platform says, and where it says nothing, twice as long each time. */
export function waitMs(retryAfterSeconds: number | undefined, tries: number): number {
  // “In no time” says nothing either: it would be asked again and again at once.
  if (retryAfterSeconds) return retryAfterSeconds * 1000
  return Math.min(2 ** (tries + 1) * 1000, longestBackOffMs)
}

/** The header `retry-after`, in seconds; as a date, or when it is not there, it says nothing. */
export function retryAfter(headers: Headers): number | undefined {
  const given = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(given) ? Number(given) : undefined
}

/** What became of a courtesy. `codeOf` finds the vendor's own code in an answer that says no. */
export function shownBy(
  answered: Answered | 'unreached' | 'lost',
  codeOf: (answer: unknown) => number | string | undefined
): Shown {
  if (answered === 'unreached' || answered === 'lost') return { result: 'lost' }
  const { status, answer } = answered
  if (status >= 200 && status < 300) return { result: 'shown' }
  return { result: 'refused', code: String(codeOf(answer) ?? `http-${status}`).slice(0, 64) }
}

/** Looks at something at a vendor's, and changes nothing there. `null`: it was not reached, or answered nothing whole. */
export async function lookAt(
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal
): Promise<{ readonly status: number; readonly answer: unknown } | null> {
  try {
    // A redirect would carry the token to somebody else.
    const response = await fetch(address, { headers, redirect: 'error', signal })
    return { status: response.status, answer: await response.json().catch(() => undefined) }
  } catch {
    return null
  }
}
