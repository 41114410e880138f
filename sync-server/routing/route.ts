import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { id } from '../../shared/kernel/message.ts'
import { policyTried } from '../../shared/protocol/routing-dry-run.ts'
import { waitingLines, whyNobody } from '../../shared/routing/why-nobody.ts'
import type { Actors } from '../actors/actors.ts'
import { adminsOnly, type Admin } from '../identity/admins-only.ts'
import type { Roster } from '../identity/roster.ts'
import { signInOf } from '../identity/routes.ts'
import type { SignIns } from '../identity/sign-ins.ts'
import { OneRuns, type OneAtATime } from '../past/one-at-a-time.ts'
import { dryRunOf, type DryRunParts } from './dry-run.ts'
import type { Routing } from './start-routing.ts'

export type RoutingRouteParts = {
  readonly signIns: SignIns
  readonly roster: Roster
  readonly actors: Pick<Actors, 'state'>
  readonly routing: Pick<Routing, 'ask'>
  readonly dryRun: DryRunParts
  readonly oneAtATime: OneAtATime
}

/** `/api/routing`: what waits in the inboxes of whoever asks, and why nobody has it; for admins what another policy would have done. */
export function routingRoutes(parts: RoutingRouteParts): Hono {
  const { signIns, roster, actors, routing } = parts
  const routes = new Hono()

  routes.get('/waits', async context => {
    const signIn = await signInOf(context, signIns)
    if (!signIn) return context.json({ error: 'signed-out' }, 401)
    const { tenant, agent } = signIn
    const workspace = await roster.of(tenant)
    const { reaches } = workspace.contextOf(agent, Date.now())
    const inboxes = workspace.inboxesOf(agent).filter(inbox => reaches(inbox))
    const lines = await routing.ask(tenant, (picture, now) => waitingLines(picture, inboxes, now))
    return context.json({ lines: lines.toSorted((a, b) => a.since - b.since) })
  })

  routes.get('/waits/:conversation', async context => {
    const signIn = await signInOf(context, signIns)
    if (!signIn) return context.json({ error: 'signed-out' }, 401)
    const { tenant, agent } = signIn
    const conversation = v.safeParse(id, context.req.param('conversation'))
    if (!conversation.success) return context.json({ error: 'no-such-conversation' }, 404)
    const { status, inbox } = await actors.state(tenant, 'conversation', conversation.output)
    const { reaches } = (await roster.of(tenant)).contextOf(agent, Date.now())
    // Whoever may not see it learns as much as of one that never was.
    if (status === 'unknown' || !reaches(inbox)) return context.json({ error: 'no-such-conversation' }, 404)
    const wait = await routing.ask(tenant, (picture, now) => whyNobody(picture, conversation.output, now))
    return context.json({ wait })
  })

  routes.route('/dry-run', dryRunRoute(parts))
  return routes
}

/** The past week under another policy, for admins. `shared/protocol/routing-dry-run.ts`. */
function dryRunRoute({ signIns, roster, actors, dryRun, oneAtATime }: RoutingRouteParts): Hono<Admin> {
  const route = new Hono<Admin>()
  route.post('/', bodyLimit({ maxSize: 65_536 }), adminsOnly(signIns, roster), async context => {
    const asked = v.safeParse(policyTried, await context.req.json().catch(() => null))
    if (!asked.success) return context.json({ error: 'not-understood' }, 400)
    const { inbox, policy } = asked.output
    // Whom people would have chosen to answer no log can tell.
    if (policy.method === 'manual') return context.json({ error: 'by-hand' }, 400)
    const tenant = context.get('tenant')
    const { platform } = await actors.state(tenant, 'inbox', inbox)
    if (platform === null) return context.json({ error: 'no-such-inbox' }, 404)
    try {
      return context.json(await oneAtATime.run(tenant, () => dryRunOf(dryRun, tenant, asked.output)))
    } catch (error) {
      if (error instanceof OneRuns) return context.json({ error: 'one-runs' }, 409)
      throw error
    }
  })
  return route
}
