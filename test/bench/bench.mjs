/**
 * `npm run bench [-- --json] [--long]`, `npm run bench:log` for one of them: figures of this machine, each beside what the
 * machine or a peer can do. `npm run bench:sync` installs its peers first: it is not among those that run by default.
 * `npm run bench:log -- --postgres` asks a PostgreSQL server, started for it, what it else asks PGlite.
 */
import { built } from '../../sync-server/start/built.mjs'
import { installed } from '../../sync-server/start/installed.mjs'
import { run } from '../../sync-server/start/own-node.mjs'

installed()
process.exitCode = await built()
const all = ['log', 'sync', 'screen', 'workflow']
const given = process.argv.slice(2)
const known = [...all, 'peers']
const named = known.filter(bench => given.includes(bench))
for (const bench of named.length > 0 ? named : all) {
  process.exitCode ||= await run([`test/bench/${bench}.ts`, ...given.filter(one => !known.includes(one))])
}
