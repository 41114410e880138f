/** `npm run sim`: as many seeds as wanted; a plan that goes wrong is shrunk and kept in `plans/`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { explore, runSafely } from './explore.ts'
import type { Plan } from './plan.ts'
import { shrunk } from './shrink.ts'
import { missing } from './situations.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string', default: 'text' },
    plan: { type: 'string' }
  }
})
const kept = new URL('plans/', import.meta.url)
const json = values.report === 'json'

type Wrong = { readonly seed: number; readonly faults: readonly string[]; readonly plan: string }

async function keep(seed: number): Promise<string> {
  mkdirSync(kept, { recursive: true })
  const file = new URL(`seed-${seed}.json`, kept)
  writeFileSync(file, `${JSON.stringify(await shrunk(seed))}\n`)
  return file.pathname
}

async function replay(file: string): Promise<void> {
  const { faults } = await runSafely(JSON.parse(readFileSync(file, 'utf8')) as Plan)
  console.log(json ? JSON.stringify({ faults }) : faults.join('\n') || 'no fault')
  process.exitCode = faults.length === 0 ? 0 : 1
}

async function search(): Promise<void> {
  const [first, seeds] = [Number(values.seed), Number(values.seeds)]
  const counts: Record<string, number> = {}
  const wrong: Wrong[] = []
  let clientHours = 0
  const before = process.cpuUsage()
  for (let seed = first; seed < first + seeds; seed++) {
    const { run } = await explore(seed)
    clientHours += run.clientHours
    for (const [what, times] of Object.entries(run.counts)) counts[what] = (counts[what] ?? 0) + times
    if (run.faults.length > 0) {
      wrong.push({ seed, faults: run.faults, plan: await keep(seed) })
      if (!json) console.log(`seed ${seed}: ${run.faults.join('\n  ')}`)
    }
    if (!json && (seed - first + 1) % 500 === 0) console.log(`${seed - first + 1} seeds, ${wrong.length} wrong`)
  }
  const { user, system } = process.cpuUsage(before)
  const cpuSeconds = (user + system) / 1e6
  const unreached = missing(counts)
  const perCpuSecond = Math.round(clientHours / cpuSeconds)
  const summary = { seeds, wrong, clientHours: Math.round(clientHours), cpuSeconds, perCpuSecond, unreached, counts }
  if (json) console.log(JSON.stringify(summary, null, 2))
  else {
    console.log(
      `${seeds} seeds, ${wrong.length} wrong, ${Math.round(clientHours)} client-hours, ${perCpuSecond} a CPU-second`
    )
    for (const situation of unreached) console.log(`never reached: ${situation}`)
  }
  process.exitCode = wrong.length > 0 || unreached.length > 0 ? 1 : 0
}

if (values.plan) await replay(values.plan)
else await search()
