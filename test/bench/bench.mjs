/** `npm run bench [-- --json] [--long]`: figures of this machine, each beside what the machine or a peer can do. */
import { built } from '../../sync-server/start/built.mjs'
import { installed } from '../../sync-server/start/installed.mjs'
import { run } from '../../sync-server/start/own-node.mjs'

installed()
process.exitCode = await built()
for (const bench of ['log', 'sync', 'screen']) {
  process.exitCode ||= await run([`test/bench/${bench}.ts`, ...process.argv.slice(2)])
}
