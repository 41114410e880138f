/** `npm test`: everything, from nothing. The last line is `N passed, N failed`. */
import { installed } from '../../sync-server/start/installed.mjs'
import { allChecks } from './checks.mjs'
import { step, sum, tests } from './steps.mjs'

installed()
const results = await allChecks('unit and contract tests, on PostgreSQL too, and slow proofs', [
  'unit',
  'slow',
  'postgres'
])
const pages = await step('build', ['sync-server/start/build.mjs'])
results.push(pages)
if (pages.failed === 0) results.push(await tests('browser flows', ['e2e'], { live: true }))
process.exitCode = sum(results)
