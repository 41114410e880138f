/** `npm run e2e -- <part of a file name>`: only the browser flows, on pages built from the sources as they are. */
import { built } from '../../sync-server/start/built.mjs'
import { installed } from '../../sync-server/start/installed.mjs'
import { sum, tests } from './steps.mjs'

installed()
process.exitCode =
  (await built()) || sum([await tests('browser flows', ['e2e'], { live: true, args: process.argv.slice(2) })])
