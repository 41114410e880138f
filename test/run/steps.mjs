import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { run, tool } from '../../sync-server/start/own-node.mjs'
import { root } from '../../sync-server/start/root.mjs'

/** Runs the commands of one step until one fails. What they say is shown only if it did: a good step is one line. */
export async function step(name, ...commands) {
  const since = performance.now()
  let said = ''
  let code = 0
  for (const command of commands) {
    code ||= await run(command, { stdio: ['ignore', 'pipe', 'pipe'], heard: chunk => (said += chunk) })
  }
  const good = code === 0
  return tell({ name, passed: good ? 1 : 0, failed: good ? 0 : 1, since, said, why: good ? [] : [name] })
}

function counted(name, report, code) {
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const why = testResults.flatMap(whyNot)
    const slowest = slowestOf(testResults)
    if (code !== 0 && why.length === 0) why.push(`${name}: every test passed, and yet it ended with ${code}`)
    return { passed: numPassedTests, failed: why.length, why, slowest }
  } catch {
    return { passed: 0, failed: 1, why: [`${name}: the run left no report`] }
  }
}

/** Of a file of tests, each that failed, or the file that did not even load, with the first line of what it said. */
function whyNot({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failed = assertionResults.filter(test => test.status === 'failed')
  if (failed.length === 0) return status === 'failed' ? [`${file}: ${message.split('\n')[0]}`] : []
  return failed.map(test => `${file}: ${test.fullName}: ${test.failureMessages[0]?.split('\n')[0]}`)
}

/** Whoever wants a shorter run begins with these. */
function slowestOf(testResults) {
  return testResults
    .map(({ name, startTime, endTime }) => ({ file: relative(root, name), seconds: (endTime - startTime) / 1000 }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .filter(({ seconds }) => seconds >= 10)
    .slice(0, 8)
    .map(({ file, seconds }) => `${file} ${seconds.toFixed(0)} s`)
}

/** Runs vitest projects, side by side, and counts their tests; `live` shows them as they run, `args` say which. */
export async function tests(name, projects, { live = false, args = [] } = {}) {
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
      ...args
    ],
    live ? {} : { stdio: ['ignore', 'pipe', 'pipe'], heard: chunk => (said += chunk) }
  )
  const count = counted(name, report, code)
  rmSync(folder, { recursive: true, force: true })
  return tell({ name, ...count, since, said })
}

function tell({ name, passed, failed, since, said, why, slowest = [] }) {
  const seconds = ((performance.now() - since) / 1000).toFixed(1)
  if (failed > 0 && said.trim()) console.log(`\n${said.trim()}\n`)
  const what = passed + failed > 1 ? ` (${passed} passed, ${failed} failed)` : ''
  console.log(`${failed > 0 ? 'FAILED' : 'ok'}  ${name}${what}, ${seconds} s`)
  if (slowest.length > 1) console.log(`    longest: ${slowest.join(', ')}`)
  return { passed, failed, why }
}

/** The last line, read by people and by machines. Above it what failed: the head of a long run is often cut off. */
export function sum(results) {
  for (const failure of results.flatMap(result => result.why)) console.log(`FAILED  ${failure}`)
  const passed = results.reduce((total, result) => total + result.passed, 0)
  const failed = results.reduce((total, result) => total + result.failed, 0)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
