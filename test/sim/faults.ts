/**
 * `npm run sim:faults`: plants every fault, one after the other, and says which seed noticed, or which kept plan.
 * A seed that goes wrong without it too has noticed something else, and is a fault of ours. Kept plans are told by `sim.test.ts`.
 */
import { parseArgs } from 'node:util'
import { explore } from './explore.ts'
import { hunted } from './hunted.ts'
import { plantedFaults } from './planted.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1500' }, only: { type: 'string' } } })
const names = Object.keys(plantedFaults).filter(name => name.includes(values.only ?? ''))
let missed = 0
for (const name of names) {
  const found = await hunted(name, Number(values.seeds))
  const [, seed] = /^seed (\d+)$/.exec(found?.by ?? '') ?? []
  const wrongAnyway = seed === undefined ? [] : (await explore(Number(seed))).run.faults
  if (!found || wrongAnyway.length > 0) missed += 1
  if (wrongAnyway.length > 0) console.log(`WRONG WITHOUT IT: seed ${seed} (${wrongAnyway[0]})`)
  else console.log(found ? `found by ${found.by}: ${name} (${found.faults[0]?.slice(0, 120)})` : `MISSED: ${name}`)
}
console.log(`${names.length - missed} of ${names.length} planted faults found`)
process.exitCode = missed === 0 && names.length > 0 ? 0 : 1
