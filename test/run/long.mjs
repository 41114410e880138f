/** `npm run test:power` and `npm run test:kill`: a suite that `npm test` only samples, as long as `--count` says. */
import { parseArgs } from 'node:util'
import { installed } from '../../sync-server/start/installed.mjs'
import { run, tool } from '../../sync-server/start/own-node.mjs'

installed()
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    journal: { type: 'string' },
    only: { type: 'string' }
  }
})
const env = Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]))
const suite = [tool('vitest'), 'run', '--project', 'slow', '--disable-console-intercept=true', ...positionals]
process.exitCode = await run(suite, { env })
