import * as fc from 'fast-check'
import { plans, type Plan } from './plan.ts'
import { run, type Run } from './run.ts'

/** The plan this seed makes, for ever, and what came of it. */
export function explore(seed: number): { readonly plan: Plan; readonly run: Run } {
  let explored: { plan: Plan; run: Run } | undefined
  const once = fc.property(plans(), plan => {
    explored = { plan, run: runSafely(plan) }
  })
  fc.check(once, { seed, numRuns: 1 })
  if (!explored) throw new Error(`seed ${seed} makes no plan`)
  return explored
}

/** What the simulated code throws is a fault like any other. */
export function runSafely(plan: Plan): Run {
  try {
    return run(plan)
  } catch (error) {
    const fault = error instanceof Error ? `thrown: ${error.message}` : String(error)
    return { faults: [fault], counts: {}, clientHours: 0, steps: 0, trace: fault }
  }
}
