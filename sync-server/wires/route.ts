import { randomBytes } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import * as v from 'valibot'
import type { Account } from '../../shared/platforms/account.ts'
import { formOfAdmin } from '../../shared/platforms/accounts.ts'
import {
  connectWanted,
  type Connected,
  type ConnectRefusal,
  type ConnectWanted
} from '../../shared/protocol/inboxes.ts'
import type { Admin } from '../identity/admins-only.ts'
import type { Provider } from '../oauth/provider.ts'
import { platformOf } from '../platforms/registry.ts'
import type { InboxSecret } from '../platforms/secrets.ts'
import { connectInbox, NotConnected, type ConnectParts, type SignedIn } from './connect.ts'
import { healthOf, hookOf, type HealthParts } from './health.ts'
import { signInRoutes } from './sign-in.ts'

export type WiresParts = ConnectParts &
  HealthParts & {
    /** Where the world sees this server; absent: nobody has said so. */
    readonly publicOrigin: string | undefined
    /** With whom one can sign in to a mailbox. */
    readonly signInWith: readonly Provider[]
    readonly logger: Logger
  }

/** `/api/inboxes`: how the wires to the platforms are, and new ones, for admins. `shared/protocol/inboxes.ts` */
export function wiresRoutes(parts: WiresParts, adminsOnly: MiddlewareHandler<Admin>): Hono<Admin> {
  const routes = new Hono<Admin>()
  routes.use(bodyLimit({ maxSize: 32_768 }), adminsOnly)

  routes.get('/', async context => {
    const origin = parts.publicOrigin ?? new URL(context.req.url).origin
    const inboxes = await healthOf(parts, context.get('tenant'), origin)
    const signInWith = parts.signInWith.map(({ id }) => id)
    return context.json({ inboxes, hasPublicAddress: isPublic(parts.publicOrigin), signInWith })
  })

  routes.post('/:inbox/templates', async context => {
    const [tenant, agent, inbox] = [context.get('tenant'), context.get('agent'), context.req.param('inbox')]
    const secret = await parts.secrets.of(inbox)
    const health = secret?.tenant === tenant ? await parts.templates.now(inbox) : undefined
    if (!health) return context.json({ error: 'no-templates' }, 404)
    parts.logger.info({ tenant, agent, inbox, fault: health.fault }, 'templates were synchronised')
    return context.json(health)
  })

  routes.route(
    '/',
    signInRoutes({
      providers: parts.signInWith,
      tokens: parts.mail.tokens,
      originOf: address => parts.publicOrigin ?? new URL(address).origin,
      async connect({ tenant, agent }, wanted, signedIn) {
        const done = await connect(parts, { tenant, agent }, wanted, signedIn)
        parts.logger.info({ tenant, agent, inbox: done.inbox, result: done.result }, 'a mailbox was signed in to')
        return done
      }
    })
  )

  routes.post('/connect', async context => {
    const wanted = v.safeParse(connectWanted, await context.req.json().catch(() => null))
    if (!wanted.success) return context.json({ error: 'bad-request' }, 400)
    const [tenant, agent] = [context.get('tenant'), context.get('agent')]
    try {
      const done = await connect(parts, { tenant, agent }, wanted.output)
      parts.logger.info({ tenant, agent, inbox: done.inbox, result: done.result }, 'an inbox was connected')
      return context.json(done)
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      const field = error.field === undefined ? {} : { field: error.field }
      return context.json({ sentence: error.message, ...field } satisfies ConnectRefusal, 422)
    }
  })
  return routes
}

const announceForMs = 15_000

type Who = { readonly tenant: string; readonly agent: string }

async function connect(
  parts: WiresParts,
  { tenant, agent }: Who,
  wanted: ConnectWanted,
  signedIn?: SignedIn
): Promise<Connected> {
  const { platform, name } = wanted
  const inbox = wanted.inbox ?? `${platform}-${randomBytes(5).toString('hex')}`
  const before = wanted.inbox === null ? undefined : await parts.secrets.of(inbox)
  const mine = before?.tenant === tenant && before.platform === platform ? before : undefined
  // Ids are one list for the whole server: an admin neither takes one nor learns which are taken.
  if (wanted.inbox !== null && !mine) throw new NotConnected('There is no such inbox in this workspace.')
  const account = accountIn(wanted, inbox, { before: mine, isSignedIn: signedIn !== undefined })
  if (!mine) await demandNew(parts, tenant, platform, account)
  signedIn?.readied(inbox)
  const wish = { tenant, inbox, platform, name, signIn: signedIn?.signIn, ...account }
  const { result, secret, notAsked } = await connectInbox(parts, { kind: 'agent', id: agent }, wish)
  const notAnnounced = await announce(parts, secret)
  const { announce: canBeTold } = platformOf(platform) ?? {}
  return {
    inbox,
    result,
    notAsked,
    announced: canBeTold !== undefined && notAnnounced === null,
    notAnnounced,
    // Whoever is told by us need not be told by a person.
    agreed: canBeTold === undefined && account.verifyToken !== '' ? account.verifyToken : null
  }
}

/** Whoever did not hear the answer connects once more; and a mailbox that two fetch brings all twice. @throws NotConnected */
async function demandNew({ secrets, actors }: WiresParts, tenant: string, platform: string, { account }: Account) {
  if (!platformOf(platform)?.pull) return
  const same = (await secrets.all([platform])).find(one => one.tenant === tenant && one.account === account)
  if (!same) return
  const { name } = await actors.state(tenant, 'inbox', same.inbox)
  const already = `It is connected already, as “${name}”: every mail would come twice.`
  throw new NotConnected(`${already} What is new of it is entered there.`, 'account')
}

/** Everything that is asked for, and the word that is agreed on: the one of before, or a new one. @throws NotConnected */
function accountIn(
  { platform, given }: ConnectWanted,
  inbox: string,
  { before, isSignedIn }: { before: Account | undefined; isSignedIn: boolean }
): Account {
  const { fields, accountIn: read } = formOfAdmin(platform)
  const entries = fields.map(({ name, label, form, must, agreed, hidden }) => {
    // Who has signed in has no password here.
    if (hidden && isSignedIn) return [name, ''] as const
    const kept = agreed && before?.[name as keyof Account]
    const value = agreed ? kept || randomBytes(24).toString('hex') : (given[name] ?? '')
    const checked = v.safeParse(form, value)
    if (!checked.success) throw new NotConnected(`${label} ${must}`, name)
    return [name, checked.output] as const
  })
  return read({ account: inbox, ...Object.fromEntries(entries) })
}

/** Tells the platform where to call, where it can be told. `null`: it knows, or a person has to tell it. */
async function announce({ publicOrigin, baseUrlOf, secrets }: WiresParts, secret: InboxSecret): Promise<string | null> {
  const tell = platformOf(secret.platform)?.announce
  if (!tell) return null
  const hook = publicOrigin && hookOf(publicOrigin, secret.platform, secret.inbox)
  if (!hook || !isPublic(publicOrigin))
    return 'This server does not know its public address: it is started with PUBLIC_ORIGIN.'
  const baseUrl = (await secrets.of(secret.inbox))?.baseUrl ?? baseUrlOf(secret.platform)
  return tell(secret, { hook, baseUrl, signal: AbortSignal.timeout(announceForMs) })
}

/** Platforms call over TLS, and nothing else. */
function isPublic(origin: string | undefined): origin is string {
  return origin !== undefined && new URL(origin).protocol === 'https:'
}
