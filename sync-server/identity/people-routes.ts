import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { wanted, whom, type Invited, type Link } from '../../shared/protocol/people.ts'
import { opens } from './acceptance.ts'
import { adminsOnly, type Admin } from './admins-only.ts'
import type { Credentials } from './credentials.ts'
import type { Invitation, Invitations } from './invitations.ts'
import type { Roster } from './roster.ts'
import type { SignIns } from './sign-ins.ts'

export type PeopleParts = {
  readonly invitations: Invitations
  readonly credentials: Credentials
  readonly signIns: SignIns
  readonly roster: Roster
  readonly logger: Logger
}

/** `/api/people`: links for newcomers and for new passwords, made by the admins of a workspace. See shared/protocol/people.ts. */
export function peopleRoutes({ invitations, credentials, signIns, roster, logger }: PeopleParts): Hono<Admin> {
  const routes = new Hono<Admin>()
  routes.use(bodyLimit({ maxSize: 65_536 }))
  routes.use(adminsOnly(signIns, roster))

  routes.get('/', async context => {
    const tenant = context.get('tenant')
    const [made, workspace] = await Promise.all([invitations.list(tenant), roster.of(tenant)])
    // Who has joined is in the log a moment before their link is gone.
    const hasCome = ({ agent, role }: Invitation) => role !== null && workspace.agent(agent) !== undefined
    const good = made.filter(one => opens(workspace, one) && !hasCome(one))
    const invited: Invited[] = good.map(({ agent, email, role, expiresAt }) => ({
      agent,
      email,
      role,
      until: expiresAt
    }))
    return context.json({ invited })
  })

  routes.post('/invite', async context => {
    const form = v.safeParse(wanted, await context.req.json().catch(() => null))
    if (!form.success) return context.json({ error: 'bad-request' }, 400)
    const tenant = context.get('tenant')
    const { email, role, inboxes } = form.output
    const [owner, workspace] = [await credentials.ownerOf(email), await roster.of(tenant)]
    // Of another workspace nothing is told: whoever has the link is told, and whose address it is.
    const signsInHere = owner?.tenant === tenant && workspace.agent(owner.agent)?.status === 'active'
    // Who came with a workspace from another machine has an address in its log, and no password yet.
    if (signsInHere || workspace.agentWith(email) !== undefined) return context.json({ error: 'already-here' }, 409)
    return made(context, { tenant, agent: randomUUID(), email, role, inboxes, by: context.get('agent') })
  })

  routes.post('/renew', async context => {
    const asked = v.safeParse(whom, await context.req.json().catch(() => null))
    if (!asked.success) return context.json({ error: 'bad-request' }, 400)
    const tenant = context.get('tenant')
    const { agent } = asked.output
    const known = (await roster.of(tenant)).agent(agent)
    if (known?.status !== 'active') return context.json({ error: 'no-such-agent' }, 404)
    // A workspace that was brought from another machine has people, and no way in for them.
    const email = (await credentials.emailOf({ tenant, agent })) ?? known.email
    return made(context, { tenant, agent, email, role: null, inboxes: [], by: context.get('agent') })
  })

  routes.post('/withdraw', async context => {
    const asked = v.safeParse(whom, await context.req.json().catch(() => null))
    if (!asked.success) return context.json({ error: 'bad-request' }, 400)
    const { agent } = asked.output
    if (!(await invitations.withdraw(context.get('tenant'), agent))) {
      return context.json({ error: 'no-such-invitation' }, 404)
    }
    told(context, agent, 'a link was withdrawn')
    return context.json({})
  })
  return routes

  async function made(context: Context<Admin>, invitation: Invitation) {
    const link = await invitations.make(invitation)
    if (link === 'too-many') return context.json({ error: 'too-many-invitations' }, 429)
    const what = invitation.role === null ? 'a link to a new password was made' : 'somebody was invited'
    told(context, invitation.agent, what)
    return context.json({ token: link.token, until: link.expiresAt } satisfies Link)
  }

  /** Who did it, and of whom; no address, and no link. */
  function told(context: Context<Admin>, of: string, what: string): void {
    logger.info({ tenant: context.get('tenant'), agent: context.get('agent'), of }, what)
  }
}
