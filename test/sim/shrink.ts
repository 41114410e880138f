import { explore, runSafely } from './explore.ts'
import type { Plan, Step } from './plan.ts'

type GoesWrong = (plan: Plan) => Promise<boolean>

/** The smallest plan that still breaks the same rule: fewer steps first, then smaller numbers in them. */
export async function shrunk(seed: number): Promise<Plan> {
  const { plan, run } = await explore(seed)
  const rule = ruleOf(run.faults[0] ?? '')
  const goesWrong: GoesWrong = async tried => (await runSafely(tried)).faults.some(fault => ruleOf(fault) === rule)
  const awake = { ...plan, openMinutes: 0 }
  const needed = (await goesWrong(awake)) ? awake : plan
  return withSmallNumbers(await withFewSteps(needed, goesWrong), goesWrong)
}

/** `[P4]`, or the first words of a fault that cites no rule. */
function ruleOf(fault: string): string {
  return /^\[\w+\]/.exec(fault)?.[0] ?? fault.slice(0, 12)
}

/** Takes out ever smaller slices, until no single step can be spared. */
async function withFewSteps(plan: Plan, goesWrong: GoesWrong): Promise<Plan> {
  let smallest = plan
  for (let size = Math.ceil(plan.steps.length / 2); size >= 1;) {
    const before = smallest.steps.length
    for (let at = 0; at < smallest.steps.length;) {
      const tried = { ...smallest, steps: smallest.steps.toSpliced(at, size) }
      if (await goesWrong(tried)) smallest = tried
      else at += size
    }
    if (size > 1) size = Math.ceil(size / 2)
    else if (smallest.steps.length === before) break
  }
  return smallest
}

async function withSmallNumbers(plan: Plan, goesWrong: GoesWrong): Promise<Plan> {
  let smallest = plan
  for (const [at, step] of plan.steps.entries()) {
    for (const [name, value] of Object.entries(step)) {
      for (const less of [0, 1, 2, 5, 50, 300].filter(number => typeof value === 'number' && number < value)) {
        const simpler = { ...smallest.steps[at], [name]: less } as Step
        const tried = { ...smallest, steps: smallest.steps.with(at, simpler) }
        if (!(await goesWrong(tried))) continue
        smallest = tried
        break
      }
    }
  }
  return smallest
}
