/** `npm run sim` and `npm run sim:faults`: the simulator for longer than `npm test` has time for. */
import { installed } from '../../sync-server/start/installed.mjs'
import { run } from '../../sync-server/start/own-node.mjs'
import { inRoot } from '../../sync-server/start/root.mjs'

installed()
const [program, ...args] = process.argv.slice(2)
process.exitCode = await run([inRoot('test/sim', program), ...args])
