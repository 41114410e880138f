import { createHash, randomBytes } from 'node:crypto'
import type { Provider } from './provider.ts'

/** Who began to sign in, and in which of their sessions. */
export type Beginner = { readonly tenant: string; readonly agent: string; readonly session: string }

type Attempt<T> = Beginner & {
  readonly provider: Provider
  readonly redirect: string
  readonly verifier: string
  readonly until: number
  readonly wanted: T
}

/** Those who are at a provider's to sign in. None outlives this process: whoever is there begins again. */
export type Attempts<T> = {
  /** Where they are sent. */
  begin(by: Beginner, provider: Provider, redirect: string, wanted: T): string
  /** What they wanted, once, for who began it in that very session. */
  end(by: Beginner, state: string): Attempt<T> | undefined
}

const openForMs = 10 * 60_000
const mostOpen = 1000
/** Of one person: who begins anew all the time pushes out nobody else. */
const mostOfOne = 10

export function openAttempts<T>(now: () => number = Date.now): Attempts<T> {
  const open = new Map<string, Attempt<T>>()
  return {
    begin(by, provider, redirect, wanted) {
      const own = [...open].flatMap(([state, one]) =>
        one.tenant === by.tenant && one.agent === by.agent ? [state] : []
      )
      for (const state of own.slice(0, Math.max(0, own.length - mostOfOne + 1))) open.delete(state)
      for (const [state, { until }] of open) if (until < now() || open.size >= mostOpen) open.delete(state)
      const [state, verifier] = [randomWord(), randomWord()]
      open.set(state, { ...by, provider, redirect, verifier, wanted, until: now() + openForMs })
      const address = new URL(provider.authorizeUrl)
      const asked = {
        ...provider.asks,
        client_id: provider.clientId,
        redirect_uri: redirect,
        response_type: 'code',
        scope: provider.scope,
        state,
        // Source: RFC 7636, 4.
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256'
      }
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
      return address.href
    },
    end({ tenant, agent, session }, state) {
      const found = open.get(state)
      const isTheirs = found?.tenant === tenant && found.agent === agent && found.session === session
      if (!isTheirs) return undefined
      open.delete(state)
      return found.until < now() ? undefined : found
    }
  }
}

const randomWord = () => randomBytes(32).toString('base64url')
