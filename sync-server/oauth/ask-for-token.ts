import * as v from 'valibot'
import type { Provider } from './provider.ts'

/** What a provider gave out. Source: RFC 6749, 5.1. */
export type Granted = {
  readonly accessToken: string
  readonly forMs: number
  /** Absent: the one of before stays good (RFC 6749, 6). */
  readonly refreshToken?: string
}

/** The grant is over: taken back, too old, or of somebody who has a new password (RFC 6749, 5.2). Only a person can sign in again. */
export class GrantOver extends Error {}

/** It gave none, for now. `code`: in its own words (RFC 6749, 5.2), or how it could not be asked. */
export class NoToken extends Error {
  readonly code: string
  constructor(code: string) {
    super(`no token (${code})`)
    this.code = code
  }
}

/** In no token there is a control character: it would end its field on the wire (RFC 6750, 2.1). */
const token = v.pipe(v.string(), v.minLength(1), v.maxLength(16_384), v.regex(/^[\x21-\x7e]+$/))
const granted = v.object({
  access_token: token,
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  /** Seconds. Some have it as text. */
  expires_in: v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite(), v.minValue(1))),
  refresh_token: v.optional(token)
})
const refused = v.object({ error: v.pipe(v.string(), v.regex(/^[a-z_]{1,64}$/)) })

/** It is recommended to say so, and not asked for (RFC 6749, 5.1). */
const usualSeconds = 300
const mostAnswer = 65_536

/**
 * Asks a provider's token endpoint once. Nothing of what it says gets into an error but its code.
 * @throws GrantOver, NoToken
 */
export async function askForToken(
  { clientId, clientSecret, tokenUrl }: Provider,
  grant: Readonly<Record<string, string>>,
  signal: AbortSignal
): Promise<Granted> {
  const body = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret })
  const answered = await ask(tokenUrl, body, signal)
  const no = v.safeParse(refused, answered.said)
  if (!answered.ok && no.success) {
    if (no.output.error === 'invalid_grant') throw new GrantOver('the grant is over')
    throw new NoToken(no.output.error)
  }
  const yes = v.safeParse(granted, answered.said)
  if (!answered.ok || !yes.success) throw new NoToken(answered.ok ? 'odd-answer' : `http-${answered.status}`)
  const { access_token: accessToken, expires_in: seconds = usualSeconds, refresh_token: refreshToken } = yes.output
  return { accessToken, forMs: seconds * 1000, ...(refreshToken !== undefined && { refreshToken }) }
}

async function ask(address: string, body: URLSearchParams, signal: AbortSignal) {
  try {
    // A redirect would carry the secret to somebody else.
    const answer = await fetch(address, { method: 'POST', body, redirect: 'error', signal })
    const text = (await answer.text()).slice(0, mostAnswer)
    return { ok: answer.ok, status: answer.status, said: jsonIn(text) }
  } catch {
    throw new NoToken('unreachable')
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
