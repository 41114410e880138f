import { Hono } from 'hono'
import * as v from 'valibot'
import { formOfAdmin } from '../../shared/platforms/accounts.ts'
import {
  signInDone,
  signInWanted,
  type Connected,
  type ConnectRefusal,
  type ConnectWanted,
  type SignInDone,
  type SignInWanted
} from '../../shared/protocol/inboxes.ts'
import type { Admin } from '../identity/admins-only.ts'
import { askForToken, GrantOver, NoToken, type Granted } from '../oauth/ask-for-token.ts'
import { openAttempts, type Beginner } from '../oauth/attempts.ts'
import type { Provider } from '../oauth/provider.ts'
import type { Tokens } from '../oauth/tokens.ts'
import { NotConnected, type SignedIn } from './connect.ts'

export type SignInParts = {
  /** The apps that are registered. */
  readonly providers: readonly Provider[]
  readonly tokens: Tokens
  /** Connects it, like one with a password. @throws NotConnected */
  readonly connect: (by: Beginner, wanted: ConnectWanted, signedIn: SignedIn) => Promise<Connected>
  /** Where people come back to, as the world sees it. */
  readonly originOf: (address: string) => string
}

const askWithinMs = 15_000

/** Somebody signs in to a mailbox at who runs it, and comes back. Behind the door for admins. */
export function signInRoutes(parts: SignInParts): Hono<Admin> {
  const attempts = openAttempts<SignInWanted>()
  const routes = new Hono<Admin>()

  routes.post('/sign-in', async context => {
    const wanted = v.safeParse(signInWanted, await context.req.json().catch(() => null))
    if (!wanted.success) return context.json({ error: 'bad-request' }, 400)
    const provider = parts.providers.find(({ id }) => id === wanted.output.provider)
    if (!provider) return context.json({ error: 'no-such-provider' }, 404)
    const no = wrongIn(wanted.output)
    if (no) return context.json(no, 422)
    const redirect = `${parts.originOf(context.req.url)}/inboxes`
    return context.json({ address: attempts.begin(beginnerIn(context), provider, redirect, wanted.output) })
  })

  routes.post('/signed-in', async context => {
    const done = v.safeParse(signInDone, await context.req.json().catch(() => null))
    if (!done.success) return context.json({ error: 'bad-request' }, 400)
    try {
      return context.json(await finish(beginnerIn(context), done.output))
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      const field = error.field === undefined ? {} : { field: error.field }
      return context.json({ sentence: error.message, ...field } satisfies ConnectRefusal, 422)
    }
  })

  async function finish(by: Beginner, { state, code }: SignInDone): Promise<Connected> {
    const attempt = attempts.end(by, state)
    if (!attempt) throw new NotConnected('This sign-in is over: begin it again here, and finish it within ten minutes.')
    const { provider, redirect, verifier, wanted } = attempt
    if (code === null) throw new NotConnected(`Nobody has signed in with ${provider.name}.`)
    const { refreshToken, ...granted } = await exchange(provider, { code, redirect, verifier })
    if (refreshToken === undefined) {
      throw new NotConnected(`${provider.name} lets us in for an hour only, so the mailbox was not connected.`)
    }
    const signIn = { provider: provider.id, refreshToken, at: Date.now() }
    const { provider: _its, ...asked } = wanted
    const readied = (inbox: string) => parts.tokens.put(inbox, signIn, granted)
    return parts.connect(by, { ...asked, platform: 'email' }, { signIn, readied })
  }

  return routes
}

function beginnerIn({ get }: { get<K extends keyof Admin['Variables']>(name: K): Admin['Variables'][K] }): Beginner {
  return { tenant: get('tenant'), agent: get('agent'), session: get('session') ?? '' }
}

/** @throws NotConnected */
async function exchange(
  provider: Provider,
  { code, redirect, verifier }: { code: string; redirect: string; verifier: string }
): Promise<Granted> {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier }
  try {
    return await askForToken(provider, grant, AbortSignal.timeout(askWithinMs))
  } catch (error) {
    if (error instanceof GrantOver) throw new NotConnected('This sign-in is over: begin it again here.')
    if (!(error instanceof NoToken)) throw error
    throw new NotConnected(`${provider.name} did not confirm the sign-in (${error.code}). Try again later.`)
  }
}

/** All but the password, which there is none. */
function wrongIn({ given }: SignInWanted): ConnectRefusal | null {
  for (const { name, label, form, must, hidden } of formOfAdmin('email').fields) {
    if (!hidden && !v.is(form, given[name] ?? '')) return { sentence: `${label} ${must}`, field: name }
  }
  return null
}
