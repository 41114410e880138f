import { tool } from '../../sync-server/start/own-node.mjs'
import { step, tests } from './steps.mjs'

const sides = ['shared', 'sync-server', 'web', 'web/tsconfig.worker.json', 'test']

/** Longest first, two at a time: the tests run beside the tools. */
const checks = [
  () => tests('unit and contract tests', 'unit'),
  () => step('lint', [tool('oxlint')]),
  () => step('types', ...sides.map(side => [tool('tsc', 'typescript-7'), '--project', side])),
  () => step('walls', [tool('depcruise', 'dependency-cruiser'), 'shared', 'web', 'sync-server', 'test']),
  () => step('dead code', [tool('knip'), '--no-config-hints']),
  () => step('format', [tool('oxfmt'), '--check'])
]

export async function allChecks() {
  const waiting = [...checks]
  const results = []
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await check())
  }
  await Promise.all([lane(), lane()])
  return results
}
