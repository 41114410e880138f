import { createHash, timingSafeEqual } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as v from 'valibot'
import { emailAddress, personName } from '../../shared/identity/events.ts'
import { newPassword, passwordLength } from '../../shared/protocol/people.ts'
import type { Credentials, Person } from './credentials.ts'
import type { Door } from './door.ts'
import type { Roster } from './roster.ts'
import { signInLastsMs, type SignIn, type SignIns } from './sign-ins.ts'
import { throttle, tryAll } from './throttle.ts'

const signInForm = v.object({ email: emailAddress, password: v.pipe(v.string(), v.maxLength(passwordLength.most)) })
export const workspaceName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))
const foundingForm = v.object({
  key: v.optional(v.string(), ''),
  workspace: workspaceName,
  name: personName,
  email: emailAddress,
  password: newPassword
})

const cookieName = 'daybook_session'
const minuteMs = 60_000

export type IdentityDeps = {
  readonly credentials: Credentials
  readonly signIns: SignIns
  readonly roster: Roster
  readonly door: Door
  readonly publicOrigin: string | undefined
  readonly trustProxy: boolean
  /** Whoever has it may make the first workspace: it was told to who started the server, and to nobody else. */
  readonly foundingKey: string
}

/** `/api/…`: signing in and out, who am I, and the door for whoever makes the workspace. */
export function identityRoutes(deps: IdentityDeps): Hono {
  const { credentials, signIns, roster, door } = deps
  const forPerson = throttle({ free: 5, firstWaitMs: 1000, longestWaitMs: 15 * minuteMs, most: 20_000 })
  const forAddress = throttle({ free: 30, firstWaitMs: 1000, longestWaitMs: 5 * minuteMs, most: 20_000 })
  const routes = new Hono()
  routes.use(bodyLimit({ maxSize: 16_384 }))

  routes.post('/sign-in', async context => {
    const form = v.safeParse(signInForm, await context.req.json().catch(() => null))
    if (!form.success) return context.json({ error: 'bad-request' }, 400)
    const { email, password } = form.output
    const address = addressOf(context, deps.trustProxy)
    const pair = `${address} ${email}`
    const counts = [[forPerson, pair] as const, [forAddress, address] as const]
    const waitMs = tryAll(counts, Date.now())
    if (waitMs > 0) return tooMany(context, waitMs)
    const person = await credentials.check(email, password)
    if (!person || !(await isActive(roster, person))) return context.json({ error: 'wrong-email-or-password' }, 401)
    forPerson.forgive(pair)
    forAddress.takeBack(address)
    await keepSignedIn(context, deps, person)
    return context.json(await whoIs(roster, person))
  })

  routes.post('/sign-out', async context => {
    const signIn = await signInOf(context, signIns)
    if (signIn) await signIns.close(signIn.key)
    deleteCookie(context, cookieName, { path: '/' })
    return context.json({})
  })

  routes.get('/me', async context => {
    const signIn = await signInOf(context, signIns)
    if (!signIn) return context.json({ error: 'signed-out' }, 401)
    const status = (await roster.of(signIn.tenant)).agent(signIn.agent)?.status
    // A server that was restored from an older copy may not know them yet: that is not to have left.
    if (status !== 'active') return context.json({ error: status === 'left' ? 'left' : 'signed-out' }, 401)
    setTokenCookie(context, deps, getCookie(context, cookieName) ?? '')
    return context.json(await whoIs(roster, signIn))
  })

  routes.get('/state', async context => context.json({ founded: (await roster.tenants()).length > 0 }))

  routes.post('/found', async context => {
    const form = v.safeParse(foundingForm, await context.req.json().catch(() => null))
    if (!form.success) return context.json({ error: 'bad-request', field: v.getDotPath(form.issues[0]) }, 400)
    const { workspace, key, ...admin } = form.output
    // From which address somebody comes says nothing: behind a proxy everybody comes from this machine.
    const mayFound = timingSafeEqual(digest(key), digest(deps.foundingKey))
    if (!mayFound && (await roster.tenants()).length === 0) return context.json({ error: 'wrong-link' }, 401)
    const person = mayFound ? await door.found(workspace, admin) : 'founded'
    if (person === 'founded') return context.json({ error: 'already-founded' }, 403)
    await keepSignedIn(context, deps, person)
    return context.json(await whoIs(roster, person))
  })
  return routes
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** They are told how long to wait. */
export function tooMany(context: Context, waitMs: number) {
  context.header('Retry-After', String(Math.ceil(waitMs / 1000)))
  return context.json({ error: 'too-many-tries', retryAfterMs: waitMs }, 429)
}

/** Whose cookie this request carries, if it still opens something. */
export async function signInOf(context: Context, signIns: SignIns): Promise<SignIn | null> {
  const token = getCookie(context, cookieName)
  return token === undefined ? null : signIns.of(token)
}

export async function isActive(roster: Roster, person: Person): Promise<boolean> {
  return (await roster.of(person.tenant)).agent(person.agent)?.status === 'active'
}

async function whoIs(roster: Roster, { tenant, agent }: Person) {
  const workspace = await roster.of(tenant)
  const known = workspace.agent(agent)
  return { tenant, tenantName: workspace.name, agent, name: known?.name, role: known?.role }
}

async function keepSignedIn(context: Context, deps: IdentityDeps, person: Person): Promise<void> {
  const { token } = await deps.signIns.open(person)
  setTokenCookie(context, deps, token)
}

function setTokenCookie(context: Context, deps: IdentityDeps, token: string): void {
  const forwarded = deps.trustProxy && context.req.header('x-forwarded-proto') === 'https'
  setCookie(context, cookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: forwarded || deps.publicOrigin?.startsWith('https:') === true,
    maxAge: signInLastsMs / 1000
  })
}

/** Who asks, as far as the connection tells. */
export function addressOf(context: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded ?? getConnInfo(context).remote.address ?? 'unknown'
}
