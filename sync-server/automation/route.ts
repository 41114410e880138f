import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { dryRunAsked, type Outcome, type Run } from '../../shared/protocol/automations.ts'
import { OneRuns, type OneAtATime } from '../past/one-at-a-time.ts'
import { dryRun, type DryRunParts } from './dry-run.ts'
import type { CallKeys } from './call-keys.ts'
import { callKey, type Calls } from './calls.ts'
import type { Runs } from './runs.ts'

type Admin = { Variables: { tenant: string; agent: string } }

export type AutomationRouteParts = DryRunParts & {
  readonly runs: Pick<Runs, 'newest'>
  readonly calls: Pick<Calls, 'outcomes'>
  readonly keys: Pick<CallKeys, 'of' | 'renew'>
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
    const [tenant, automation] = [context.get('tenant'), context.req.param('automation')]
    const runs = await parts.runs.newest(tenant, automation, mostListed)
    const calls = await parts.calls.outcomes(tenant, automation)
    return context.json({ runs: runs.map(run => withCalls(run, calls)) })
  })

  routes.get('/key', async context => context.json({ key: await parts.keys.of(context.get('tenant')) }))
  routes.post('/key', async context => context.json({ key: await parts.keys.renew(context.get('tenant')) }))

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

/** A run was written down before its calls were made: how they stand is with the calls. */
function withCalls(run: Run, calls: ReadonlyMap<string, Outcome>): Run {
  if (run.came.as !== 'fired') return run
  const outcomes = run.came.outcomes.map((one, step) => calls.get(callKey(run.cause, step)) ?? one)
  return { ...run, came: { ...run.came, outcomes } }
}
