import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planted } from './planted.ts'
import { allowed, plants, type Plant } from './plants.ts'

const root = join(import.meta.dirname, '../..')
const config = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: IFlattenedRuleSet['forbidden'] & { name: string }[]
  options: ICruiseOptions
}
const sides = ['shared', 'web', 'sync-server', 'test']

const packages: Plant = Object.fromEntries([
  ...['valibot', 'hono', 'dexie', 'postgres', '@electric-sql/pglite', 'vitest'].flatMap(name => [
    [
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' })
    ],
    [`node_modules/${name}/index.js`, 'export const thing = 1\n']
  ]),
  [
    'package.json',
    JSON.stringify({
      type: 'module',
      imports: { '#kernel/*': './shared/kernel/*' },
      dependencies: { valibot: '1', hono: '1', dexie: '1', postgres: '1', '@electric-sql/pglite': '1' },
      devDependencies: { vitest: '1' }
    })
  ]
])

async function cruised(baseDir: string): Promise<ICruiseResult> {
  const { output } = await cruise(
    sides.filter(side => existsSync(join(baseDir, side))),
    { ...config.options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden } }
  )
  return output as ICruiseResult
}

const broken = (result: ICruiseResult) =>
  result.summary.violations.map(found => `${found.rule.name}: ${found.from} → ${found.to}`)

test.each(
  Object.entries(plants).flatMap(([wall, cases]) => cases.map(plant => [wall, Object.keys(plant)[0], plant] as const))
)('the wall %s stops %s', async (wall, _file, plant) => {
  const result = await cruised(planted({ ...packages, ...plant }))
  expect(result.summary.totalCruised).toBeGreaterThan(0)
  expect(result.summary.violations.map(found => found.rule.name)).toContain(wall)
})

test('every wall has been seen to stop somebody', () => {
  expect(config.forbidden.length).toBeGreaterThan(15)
  expect(new Set(Object.keys(plants))).toEqual(new Set(config.forbidden.map(rule => rule.name)))
})

test('no wall stands across a door', async () => {
  const result = await cruised(planted({ ...packages, ...allowed }))
  expect(broken(result)).toEqual([])
  expect(result.summary.totalDependenciesCruised).toBeGreaterThanOrEqual(Object.keys(allowed).length / 2)
})

test('this house stands', { timeout: 180_000 }, async () => {
  const result = await cruised(root)
  expect(result.summary.totalCruised).toBeGreaterThan(50)
  expect(broken(result)).toEqual([])
})
