/** `npm run daybook -- <command>`: the operator's tool, on the project's own Node. */
import { installed } from './installed.mjs'
import { run } from './own-node.mjs'

try {
  installed()
  process.exitCode = await run(['sync-server/cli/daybook.ts', ...process.argv.slice(2)])
} catch (reason) {
  console.error(reason.message)
  process.exitCode = 1
}
