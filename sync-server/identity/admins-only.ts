import type { MiddlewareHandler } from 'hono'
import type { Roster } from './roster.ts'
import { signInOf } from './routes.ts'
import type { SignIns } from './sign-ins.ts'

/** Who asks, for routes that only admins come through. `session`: in which of their sign-ins. */
export type Admin = { Variables: { tenant: string; agent: string; session?: string } }

/** 401 for who is not signed in, 403 for who is no admin; with today's role. */
export function adminsOnly(signIns: SignIns, roster: Roster): MiddlewareHandler<Admin> {
  return async (context, next) => {
    const signIn = await signInOf(context, signIns)
    const agent = signIn && (await roster.of(signIn.tenant)).agent(signIn.agent)
    if (!signIn || agent?.status !== 'active') return context.json({ error: 'signed-out' }, 401)
    if (agent.role !== 'admin') return context.json({ error: 'not-an-admin' }, 403)
    context.set('tenant', signIn.tenant)
    context.set('agent', signIn.agent)
    context.set('session', signIn.key)
    return next()
  }
}
