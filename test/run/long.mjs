/** `npm run test:power`, `test:kill`, `test:webhooks`, `test:sends` and `test:storm`: a suite that `npm test` only samples, as long as `--count` says. */
import { parseArgs } from 'node:util'
import { built } from '../../sync-server/start/built.mjs'
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
const inBrowser = positionals.some(file => file.startsWith('test/e2e/'))
const project = inBrowser ? 'e2e' : 'slow'
const suite = [tool('vitest'), 'run', '--project', project, '--disable-console-intercept=true', ...positionals]
process.exitCode = (inBrowser ? await built() : 0) || (await run(suite, { env }))
