/** Looks for the first seed that goes wrong with the fault that `plant.ts` has planted, and says which it is. */
import { explore } from './explore.ts'

const mostSeeds = Number(process.argv[2] ?? 300)
let found: { seed: number; faults: readonly string[] } | null = null
for (let seed = 1; seed <= mostSeeds && !found; seed++) {
  const { faults } = explore(seed).run
  if (faults.length > 0) found = { seed, faults }
}
console.log(JSON.stringify(found))
