import * as fc from 'fast-check'
import { plans, type Plan } from './plan.ts'
import { run, type Run } from './run.ts'

/** The plan this seed makes, for ever, and what came of it. */
export async function explore(seed: number): Promise<{ readonly plan: Plan; readonly run: Run }> {
  const [plan] = fc.sample(plans(), { seed, numRuns: 1 })
  if (!plan) throw new Error(`seed ${seed} makes no plan`)
  return { plan, run: await runSafely(plan) }
}

/** What the simulated code throws is a fault like any other. */
export async function runSafely(plan: Plan): Promise<Run> {
  try {
    return await run(plan)
  } catch (error) {
    const fault = error instanceof Error ? `thrown: ${error.message}` : String(error)
    return { faults: [fault], counts: {}, clientHours: 0, steps: 0, trace: fault }
  }
}
