/** `npm start` on a fresh clone: install, build the pages, run the server; each only when there is something to do. */
import { built } from './built.mjs'
import { installed } from './installed.mjs'
import { run } from './own-node.mjs'

try {
  installed()
  process.exitCode = (await built()) || (await run(['sync-server/main.ts', ...process.argv.slice(2)]))
} catch (reason) {
  console.error(reason.message)
  process.exitCode = 1
}
