import type { MiddlewareHandler } from 'hono'
import type { Roster } from './roster.ts'
import { signInOf } from './routes.ts'
import type { SignIns } from './sign-ins.ts'

/** Who asks, and the inboxes they work in today. */
export type SignedIn = { Variables: { tenant: string; inboxes: readonly string[] } }

/** 401 for who is not signed in, or has left. */
export function signedInOnly(signIns: SignIns, roster: Roster): MiddlewareHandler<SignedIn> {
  return async (context, next) => {
    const signIn = await signInOf(context, signIns)
    const workspace = signIn && (await roster.of(signIn.tenant))
    if (!workspace || workspace.agent(signIn.agent)?.status !== 'active') {
      return context.json({ error: 'signed-out' }, 401)
    }
    context.set('tenant', signIn.tenant)
    context.set('inboxes', workspace.inboxesOf(signIn.agent))
    return next()
  }
}
