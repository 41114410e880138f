/** Looks for what goes wrong with the fault that `plant.ts` has planted: the first seed, or else a kept plan. */
import { readdirSync, readFileSync } from 'node:fs'
import { explore, runSafely } from './explore.ts'
import type { Plan } from './plan.ts'

const mostSeeds = Number(process.argv[2] ?? 300)
let found: { by: string; faults: readonly string[] } | null = null

function look(by: string, { faults }: { readonly faults: readonly string[] }): void {
  if (faults.length > 0) found ??= { by, faults }
}

for (let seed = 1; seed <= mostSeeds && !found; seed++) look(`seed ${seed}`, (await explore(seed)).run)
// Some need so many things at once that a seed seldom has them. One that had is kept.
const kept = new URL('plans/', import.meta.url)
for (const name of found ? [] : readdirSync(kept)) {
  look(`the plan ${name}`, await runSafely(JSON.parse(readFileSync(new URL(name, kept), 'utf8')) as Plan))
}
console.log(JSON.stringify(found))
