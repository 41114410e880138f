/** `npm run test:firefox`: the flows about losing nothing, and the busiest screens, in the Firefox of this machine. */
import { built } from '../../sync-server/start/built.mjs'
import { installed } from '../../sync-server/start/installed.mjs'
import { sum, tests } from './steps.mjs'

installed()
process.env.TEST_BROWSER = 'firefox'
const flows = ['offline', 'storm', 'drafts', 'devices', 'conflicts', 'company', 'together', 'kinds', 'webchat.test']
const asked = process.argv.slice(2)
process.exitCode =
  (await built()) ||
  sum([await tests('flows in Firefox', ['e2e'], { live: true, args: asked.length > 0 ? asked : flows })])
