/** `npm run check`: the fast loop. */
import { installed } from '../../sync-server/start/installed.mjs'
import { allChecks } from './checks.mjs'
import { sum } from './steps.mjs'

installed()
process.exitCode = sum(await allChecks('unit and contract tests', ['unit']))
