/** `npm test`: all but the long tests, from nothing. The last line is `N passed, N failed`. */
import { installed } from '../../sync-server/start/installed.mjs'
import { allChecks } from './checks.mjs'
import { withoutLong as args } from './long-tests.mjs'
import { step, sum, tests } from './steps.mjs'

installed()
const results = await allChecks(
  'unit and contract tests, on PostgreSQL too, and real processes',
  ['unit', 'slow', 'postgres'],
  { args }
)
const pages = await step('build', ['sync-server/start/build.mjs'])
results.push(pages)
if (pages.failed === 0) results.push(await tests('browser flows', ['e2e'], { live: true, args }))
process.exitCode = sum(results)
