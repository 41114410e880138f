import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { workflowTried } from '../../shared/protocol/workflow-dry-run.ts'
import { faultOf } from '../../shared/workflow/plan-rules.ts'
import type { Actors } from '../actors/actors.ts'
import { OneRuns, type OneAtATime } from '../past/one-at-a-time.ts'
import { dryRunOf, type DryRunParts } from './dry-run.ts'

type Admin = { Variables: { tenant: string; agent: string } }

export type WorkflowRouteParts = DryRunParts & {
  readonly actors: Pick<Actors, 'state'>
  readonly oneAtATime: OneAtATime
  /** Lets only admins through, and says of which workspace. */
  readonly adminsOnly: MiddlewareHandler<Admin>
}

/** A plan with as many stages and paths as it may have. */
const longestPlan = 262_144

/** `/api/workflows`: what a version that is not published would do. `shared/protocol/workflow-dry-run.ts`. */
export function workflowRoutes(parts: WorkflowRouteParts): Hono<Admin> {
  const routes = new Hono<Admin>()
  routes.use(bodyLimit({ maxSize: longestPlan }), parts.adminsOnly)
  routes.post('/dry-run', async context => {
    const asked = v.safeParse(workflowTried, await context.req.json().catch(() => null))
    if (!asked.success) return context.json({ error: 'not-understood' }, 400)
    const { workflow, plan } = asked.output
    if (faultOf(plan)) return context.json({ error: 'unsound-plan' }, 400)
    const tenant = context.get('tenant')
    const was = await parts.actors.state(tenant, 'workflow', workflow)
    if (!was.now) return context.json({ error: 'no-such-workflow' }, 404)
    try {
      return context.json(await parts.oneAtATime.run(tenant, () => dryRunOf(parts, tenant, was, asked.output)))
    } catch (error) {
      if (error instanceof OneRuns) return context.json({ error: 'one-runs' }, 409)
      throw error
    }
  })
  return routes
}
