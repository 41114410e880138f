import { tool } from '../../sync-server/start/own-node.mjs'
import { step, tests } from './steps.mjs'

const sides = ['shared', 'sync-server', 'web', 'web/tsconfig.worker.json', 'test']

const tools = [
  () => step('lint', [tool('oxlint')]),
  () => step('types', ...sides.map(side => [tool('tsc', 'typescript-7'), '--project', side])),
  () => step('walls', [tool('depcruise', 'dependency-cruiser'), 'shared', 'web', 'sync-server', 'test']),
  () => step('dead code', [tool('knip'), '--no-config-hints']),
  () => step('format', [tool('oxfmt'), '--check'])
]

/** The tools, and beside them the tests of these vitest projects: two at a time, the longest first. */
export async function allChecks(name, projects, options) {
  const waiting = [() => tests(name, projects, options), ...tools]
  const results = []
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await check())
  }
  await Promise.all([lane(), lane()])
  return results
}
