import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { dryRunAsked } from '../../shared/protocol/automations.ts'
import { OneRuns, type OneAtATime } from '../past/one-at-a-time.ts'
import { dryRun, type DryRunParts } from './dry-run.ts'
import type { Runs } from './runs.ts'

type Admin = { Variables: { tenant: string; agent: string } }

export type AutomationRouteParts = DryRunParts & {
  readonly runs: Pick<Runs, 'newest'>
  readonly oneAtATime: OneAtATime
  /** Lets only admins through, and says of which workspace. */
  readonly adminsOnly: MiddlewareHandler<Admin>
}

const mostListed = 100

/** `/api/automations`: what they did and why, and what a changed one would have done. `shared/protocol/automations.ts`. */
export function automationRoutes(parts: AutomationRouteParts): Hono<Admin> {
  const routes = new Hono<Admin>()
  routes.use(bodyLimit({ maxSize: 65_536 }), parts.adminsOnly)

  routes.get('/:automation/runs', async context => {
    const runs = await parts.runs.newest(context.get('tenant'), context.req.param('automation'), mostListed)
    return context.json({ runs })
  })

  routes.post('/dry-run', async context => {
    const asked = v.safeParse(dryRunAsked, await context.req.json().catch(() => null))
    if (!asked.success) return context.json({ error: 'not-understood' }, 400)
    const tenant = context.get('tenant')
    try {
      return context.json(await parts.oneAtATime.run(tenant, () => dryRun(parts, tenant, asked.output.rule)))
    } catch (error) {
      if (error instanceof OneRuns) return context.json({ error: 'one-runs' }, 409)
      throw error
    }
  })
  return routes
}
