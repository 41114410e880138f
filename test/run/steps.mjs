import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, tool } from '../../sync-server/start/own-node.mjs'

/** Runs the commands of one step until one fails. What they say is shown only if it did: a good step is one line. */
export async function step(name, ...commands) {
  const since = performance.now()
  let said = ''
  let code = 0
  for (const command of commands) {
    code ||= await run(command, { stdio: ['ignore', 'pipe', 'pipe'], heard: chunk => (said += chunk) })
  }
  return tell({ name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, since, said })
}

function counted(report, code) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    // A file that does not even load fails the run without failing a test.
    return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(1, numFailedTests) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** Runs vitest projects, side by side, and counts their tests; `live` shows them as they run. */
export async function tests(name, projects, { live = false, only = [] } = {}) {
  const since = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'daybook-tests-'))
  const report = join(folder, 'report.json')
  let said = ''
  const code = await run(
    [
      // As in test/support/for-seconds.ts, for the tests that share a process.
      '--liftoff-only',
      tool('vitest'),
      'run',
      ...projects.flatMap(project => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...only
    ],
    live ? {} : { stdio: ['ignore', 'pipe', 'pipe'], heard: chunk => (said += chunk) }
  )
  const count = counted(report, code)
  rmSync(folder, { recursive: true, force: true })
  return tell({ name, ...count, since, said })
}

function tell({ name, passed, failed, since, said }) {
  const seconds = ((performance.now() - since) / 1000).toFixed(1)
  if (failed > 0 && said.trim()) console.log(`\n${said.trim()}\n`)
  const what = passed + failed > 1 ? ` (${passed} passed, ${failed} failed)` : ''
  console.log(`${failed > 0 ? 'FAILED' : 'ok'}  ${name}${what}, ${seconds} s`)
  return { passed, failed }
}

/** The last line, read by people and by machines. */
export function sum(results) {
  const passed = results.reduce((total, result) => total + result.passed, 0)
  const failed = results.reduce((total, result) => total + result.failed, 0)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
