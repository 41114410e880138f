import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { passwordChange } from '../../shared/protocol/people.ts'
import { isActive, signInOf, tooMany, type IdentityDeps } from './routes.ts'
import { throttle } from './throttle.ts'

/** `/api/password`: one's own, for who knows the one before. All their other sign-ins end. */
export function passwordRoute({ credentials, signIns, roster }: IdentityDeps): Hono {
  // Whoever finds an open screen must not guess here what the sign-in would not let them.
  const tries = throttle({ free: 5, firstWaitMs: 1000, longestWaitMs: 15 * 60_000, most: 20_000 })
  const routes = new Hono()
  routes.use(bodyLimit({ maxSize: 4096 }))

  routes.post('/', async context => {
    const signIn = await signInOf(context, signIns)
    if (!signIn || !(await isActive(roster, signIn))) return context.json({ error: 'signed-out' }, 401)
    const form = v.safeParse(passwordChange, await context.req.json().catch(() => null))
    if (!form.success) return context.json({ error: 'bad-request' }, 400)
    const { current, next } = form.output
    const person = `${signIn.tenant} ${signIn.agent}`
    const waitMs = tries.tryAt(person, Date.now())
    if (waitMs > 0) return tooMany(context, waitMs)
    if (!(await credentials.change(signIn, current, next))) return context.json({ error: 'wrong-password' }, 403)
    tries.forgive(person)
    await signIns.closeAll(signIn, signIn.key)
    return context.json({})
  })
  return routes
}
