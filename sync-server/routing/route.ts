import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { id } from '../../shared/kernel/message.ts'
import { policyTried } from '../../shared/protocol/routing-dry-run.ts'
import { waitingLines, whyNobody } from '../../shared/routing/why-nobody.ts'
import type { Actors } from '../actors/actors.ts'
import { OneRuns, type OneAtATime } from '../past/one-at-a-time.ts'
import { dryRunOf, type DryRunParts } from './dry-run.ts'
import type { Routing } from './start-routing.ts'

type Admin = { Variables: { tenant: string; agent: string } }
type SignedIn = { Variables: { tenant: string; inboxes: readonly string[] } }

export type RoutingRouteParts = {
  readonly actors: Pick<Actors, 'state'>
  readonly routing: Pick<Routing, 'ask'>
  readonly dryRun: DryRunParts
  readonly oneAtATime: OneAtATime
  /** Lets only admins through, and says of which workspace. */
  readonly adminsOnly: MiddlewareHandler<Admin>
  /** Lets only who is signed in through, and says where they work. */
  readonly signedInOnly: MiddlewareHandler<SignedIn>
}

/** `/api/routing`: what waits in the inboxes of whoever asks, and why nobody has it; for admins what another policy would have done. */
export function routingRoutes(parts: RoutingRouteParts): Hono {
  const routes = new Hono()
  routes.route('/waits', waitsRoute(parts))
  routes.route('/dry-run', dryRunRoute(parts))
  return routes
}

/** `shared/protocol/waits.ts` */
function waitsRoute({ actors, routing, signedInOnly }: RoutingRouteParts): Hono<SignedIn> {
  const route = new Hono<SignedIn>()
  route.use(signedInOnly)
  route.get('/', async context => {
    const inboxes = context.get('inboxes')
    const lines = await routing.ask(context.get('tenant'), (picture, now) => waitingLines(picture, inboxes, now))
    return context.json({ lines: lines.toSorted((a, b) => a.since - b.since) })
  })
  route.get('/:conversation', async context => {
    const conversation = v.safeParse(id, context.req.param('conversation'))
    if (!conversation.success) return context.json({ error: 'no-such-conversation' }, 404)
    const tenant = context.get('tenant')
    const { status, inbox } = await actors.state(tenant, 'conversation', conversation.output)
    // Whoever may not see it learns as much as of one that never was.
    if (status === 'unknown' || !context.get('inboxes').includes(inbox)) {
      return context.json({ error: 'no-such-conversation' }, 404)
    }
    const wait = await routing.ask(tenant, (picture, now) => whyNobody(picture, conversation.output, now))
    return context.json({ wait })
  })
  return route
}

/** The past week under another policy. `shared/protocol/routing-dry-run.ts`. */
function dryRunRoute({ actors, dryRun, oneAtATime, adminsOnly }: RoutingRouteParts): Hono<Admin> {
  const route = new Hono<Admin>()
  route.use(bodyLimit({ maxSize: 65_536 }), adminsOnly)
  route.post('/', async context => {
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
