/** `npm run test:long`: the long tests, which `npm test` leaves out. Both together are everything. */
import { built } from '../../sync-server/start/built.mjs'
import { installed } from '../../sync-server/start/installed.mjs'
import { longOnly as args } from './long-tests.mjs'
import { sum, tests } from './steps.mjs'

installed()
const results = [await tests('long tests and slow proofs', ['unit', 'slow', 'postgres'], { args })]
process.exitCode = (await built()) || sum([...results, await tests('long flows', ['e2e'], { live: true, args })])
