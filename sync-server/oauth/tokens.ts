import { askForToken, GrantOver, NoToken, type Granted } from './ask-for-token.ts'
import { nameOf, type Provider, type ProviderId } from './provider.ts'

/*
 *   somebody signs in ──► a refresh token, kept with the inbox's secrets
 *                           │ asked for, one at a time for each inbox, before the last one ends
 *                           ▼
 *                         an access token, in memory only ──► IMAP and SMTP
 *                           │ a new refresh token came with it: kept first, used then
 *                           └──► a crash in between asks once more with what was kept
 */

/** That somebody has signed in for an inbox. */
export type SignIn = {
  readonly provider: ProviderId
  /** The latest that was kept when this was read. */
  readonly refreshToken: string
  /** Tells this sign-in from another one of the same inbox; stays while refresh tokens change. Epoch milliseconds. */
  readonly at: number
}

/** Nothing comes of this sign-in any more: a person has to sign in again. */
export class SignInOver extends Error {
  constructor(provider: ProviderId) {
    super(`${nameOf(provider)} does not let this inbox in any more. An admin has to sign in again.`)
  }
}

export type Tokens = {
  /** One that is good for a while yet. @throws SignInOver, NoToken, and what keeping throws */
  of(inbox: string, signIn: SignIn): Promise<string>
  /** A server did not take this one: the next is another. */
  spent(inbox: string, signIn: SignIn, token: string): void
  /** What came with the sign-in itself. */
  put(inbox: string, signIn: SignIn, granted: Granted): void
  /** The inbox was connected with this sign-in, or with none: those of before are over. */
  standsOn(inbox: string, at: number | undefined): void
}

export type TokensParts = {
  readonly providers: readonly Provider[]
  /** Keeps a new refresh token, durably, if the inbox still stands on this sign-in. */
  readonly keep: (inbox: string, at: number, refreshToken: string) => Promise<void>
  readonly now?: () => number
}

type Entry = {
  readonly inbox: string
  readonly at: number
  refreshToken: string
  /** It came, and is not on disk yet. */
  isUnkept: boolean
  access: { readonly token: string; readonly until: number } | null
  asking: Promise<string> | null
  failures: number
  /** Why there is none, and until when nobody asks again. */
  trouble: { readonly error: Error; readonly until: number } | null
}

const askWithinMs = 15_000
/** Our clock and theirs differ, and a token is some time under way. */
const marginMs = 120_000
const longestBackOffMs = 5 * 60_000
/** Who is not let in asks seldom. */
const overForMs = 10 * 60_000

export function openTokens({ providers, keep, now = Date.now }: TokensParts): Tokens {
  const entries = new Map<string, Entry>()

  function entryOf(inbox: string, { at, refreshToken }: SignIn): Entry {
    const key = JSON.stringify([inbox, at])
    const before = entries.get(key)
    if (before) return before
    const access = { access: null, asking: null, failures: 0, trouble: null }
    const entry: Entry = { inbox, at, refreshToken, isUnkept: false, ...access }
    entries.set(key, entry)
    return entry
  }

  async function renew(inbox: string, signIn: SignIn, entry: Entry): Promise<string> {
    // It came before, and could not be kept then.
    if (entry.isUnkept) await keepNew(inbox, signIn, entry)
    if (entry.access && isGood(entry.access)) return entry.access.token
    const provider = providers.find(({ id }) => id === signIn.provider)
    if (!provider) throw new NoToken('no-app')
    const grant = { grant_type: 'refresh_token', refresh_token: entry.refreshToken }
    const granted = await askForToken(provider, grant, AbortSignal.timeout(askWithinMs))
    take(entry, granted, now())
    if (entry.isUnkept) await keepNew(inbox, signIn, entry)
    return granted.accessToken
  }

  async function keepNew(inbox: string, { at }: SignIn, entry: Entry): Promise<void> {
    await keep(inbox, at, entry.refreshToken)
    entry.isUnkept = false
  }

  const isGood = ({ until }: { until: number }) => now() < until

  return {
    of(inbox, signIn) {
      const entry = entryOf(inbox, signIn)
      if (!entry.isUnkept && entry.access && isGood(entry.access)) return Promise.resolve(entry.access.token)
      if (entry.asking) return entry.asking
      if (entry.trouble && now() < entry.trouble.until) return Promise.reject(entry.trouble.error)
      entry.asking = renew(inbox, signIn, entry)
        .then(
          token => {
            Object.assign(entry, { failures: 0, trouble: null })
            return token
          },
          (error: unknown) => Promise.reject(fail(entry, error, signIn, now()))
        )
        .finally(() => {
          entry.asking = null
        })
      return entry.asking
    },
    spent(inbox, signIn, token) {
      const entry = entryOf(inbox, signIn)
      if (entry.access?.token === token) entry.access = null
    },
    standsOn(inbox, at) {
      for (const [key, entry] of entries) if (entry.inbox === inbox && entry.at !== at) entries.delete(key)
    },
    put(inbox, signIn, granted) {
      const { refreshToken: _kept, ...access } = granted
      take(entryOf(inbox, signIn), access, now())
    }
  }
}

function take(entry: Entry, { accessToken, forMs, refreshToken }: Granted, at: number): void {
  // One that is good for a few minutes only is used for half of them.
  entry.access = { token: accessToken, until: at + forMs - Math.min(marginMs, forMs / 2) }
  if (refreshToken === undefined || refreshToken === entry.refreshToken) return
  entry.refreshToken = refreshToken
  entry.isUnkept = true
}

function fail(entry: Entry, error: unknown, { provider }: SignIn, at: number): Error {
  entry.failures += 1
  const isOver = error instanceof GrantOver
  const told = isOver ? new SignInOver(provider) : error instanceof Error ? error : new NoToken('broken')
  const waitMs = isOver ? overForMs : Math.min(1000 * 2 ** entry.failures, longestBackOffMs)
  entry.trouble = { error: told, until: at + waitMs }
  return told
}
