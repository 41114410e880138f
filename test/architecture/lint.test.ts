import { spawnSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planted } from './planted.ts'

const root = join(import.meta.dirname, '../..')
const laws = [
  '.oxlintrc.json',
  'tsconfig.json',
  'shared/tsconfig.json',
  'sync-server/tsconfig.json',
  'web/tsconfig.json',
  'test/architecture/lint-rules.mjs'
]

/** One planted fault a file: path, the rule that must find it, the fault. */
const faults: readonly (readonly [path: string, rule: string, code: string])[] = [
  ['shared/kernel/date-now.ts', 'eslint(no-restricted-properties)', 'export const at = () => Date.now()'],
  ['shared/kernel/new-date.ts', 'house(no-clock)', 'export const at = () => new Date()'],
  ['shared/kernel/date-call.ts', 'house(no-clock)', 'export const at = () => Date()'],
  ['shared/kernel/chance.ts', 'eslint(no-restricted-properties)', 'export const chance = () => Math.random()'],
  ['shared/kernel/timer.ts', 'eslint(no-restricted-globals)', 'export const wait = () => setTimeout(() => 1, 1)'],
  ['shared/kernel/crypto.ts', 'eslint(no-restricted-globals)', 'export const id = () => crypto.randomUUID()'],
  ['shared/kernel/process.ts', 'eslint(no-restricted-globals)', 'export const env = () => process.env'],
  ['shared/kernel/window.ts', 'eslint(no-restricted-globals)', 'export const name = () => window.name'],
  ['shared/kernel/global.ts', 'eslint(no-restricted-globals)', 'export const now = () => globalThis.Date'],
  ['shared/kernel/console.ts', 'eslint(no-console)', "export const say = () => console.log('so')"],
  ['sync-server/sync/engine/date-now.ts', 'eslint(no-restricted-properties)', 'export const at = () => Date.now()'],
  ['sync-server/sync/engine/new-date.ts', 'house(no-clock)', 'export const at = () => new Date()'],
  [
    'sync-server/sync/engine/chance.ts',
    'eslint(no-restricted-properties)',
    'export const chance = () => Math.random()'
  ],
  ['sync-server/sync/engine/crypto.ts', 'eslint(no-restricted-globals)', 'export const id = () => crypto.randomUUID()'],
  [
    'sync-server/sync/engine/timer.ts',
    'eslint(no-restricted-globals)',
    'export const wait = () => setTimeout(() => 1, 1)'
  ],
  [
    'sync-server/sync/engine/promise.ts',
    'eslint(no-restricted-globals)',
    'export const soon = () => Promise.resolve(1)'
  ],
  ['sync-server/sync/engine/async.ts', 'house(no-waiting)', 'export const soon = async () => 1'],
  [
    'sync-server/sync/engine/uuid.ts',
    'eslint(no-restricted-imports)',
    "import { randomUUID } from 'node:crypto'\nexport const id = () => randomUUID()"
  ],
  [
    'sync-server/sync/engine/pause.ts',
    'eslint(no-restricted-imports)',
    "import { setTimeout } from 'node:timers/promises'\nexport const wait = () => setTimeout(1)"
  ],
  ['web/app/console.ts', 'eslint(no-console)', "export const say = () => console.log('so')"],
  ['sync-server/log/console.ts', 'eslint(no-console)', "export const say = () => console.log('so')"],
  ['web/app/any.ts', 'typescript(no-explicit-any)', 'export const thing = (value: any) => String(value)'],
  [
    'web/app/floating.ts',
    'typescript(no-floating-promises)',
    'const later = async () => 1\nexport const now = () => {\n  later()\n}'
  ],
  ['web/sync/engine/async.ts', 'house(no-waiting)', 'export const later = async () => 1'],
  ['web/sync/engine/promise.ts', 'eslint(no-restricted-globals)', 'export const later = () => Promise.resolve(1)'],
  ['web/sync/engine/date-now.ts', 'eslint(no-restricted-properties)', 'export const at = () => Date.now()'],
  ['web/sync/engine/new-date.ts', 'house(no-clock)', 'export const at = () => new Date()'],
  ['web/sync/engine/chance.ts', 'eslint(no-restricted-properties)', 'export const chance = () => Math.random()'],
  ['web/sync/engine/timer.ts', 'eslint(no-restricted-globals)', 'export const wait = () => setTimeout(() => 1, 1)'],
  ['web/app/painter.ts', 'house(no-waiting)', 'export const later = async () => 1'],
  ['web/app/barrel.ts', 'house(no-re-export)', "export { thing } from './any.ts'"],
  ['web/app/barrel-of-all.ts', 'house(no-re-export)', "export * from './any.ts'"],
  [
    'test/log/time-limit.test.ts',
    'house(no-time-limit)',
    'const begun = Date.now()\nexpect(Date.now() - begun).toBeLessThan(300)'
  ],
  ['test/log/stopwatch.test.ts', 'house(no-time-limit)', 'expect(unknown.took).toBeGreaterThan(known.took / 4)'],
  [
    'sync-server/log/long.ts',
    'eslint(max-lines)',
    'export const line = 1\n'.repeat(301).replaceAll(/line/g, (_, at) => `line${at}`)
  ],
  [
    'sync-server/log/long-function.ts',
    'eslint(max-lines-per-function)',
    `export function f(a: string) {\n${'  a.trim()\n'.repeat(61)}}`
  ],
  [
    'test/log/long.test.ts',
    'eslint(max-lines)',
    'export const line = 1\n'.repeat(401).replaceAll(/line/g, (_, at) => `line${at}`)
  ]
]

const innocent = {
  'sync-server/sync/engine/innocent.ts':
    "import { createHash } from 'node:crypto'\nexport const hash = (text: string) => createHash('sha256').update(text)",
  'shared/kernel/innocent.ts': 'export const day = (at: number) => new Date(at).toISOString()',
  'web/sync/engine/innocent.ts': 'export const day = (at: number) => new Date(at).toISOString()',
  'test/log/innocent-wait.test.ts':
    "test('waits', () => {\n  expect(Date.now() - before).toBeGreaterThanOrEqual(300)\n})",
  'sync-server/cli/innocent.ts': "console.log('the operator reads this')",
  'test/log/innocent.test.ts': 'export const line = 1\n'.repeat(399).replaceAll(/line/g, (_, at) => `line${at}`)
}

test('the linter finds every fault that was planted, and nothing in innocent code', { timeout: 30_000 }, () => {
  const folder = planted({ ...Object.fromEntries(faults.map(([path, , code]) => [path, `${code}\n`])), ...innocent })
  for (const law of laws) cpSync(join(root, law), join(folder, law))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')

  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8'
  })
  expect(stdout, stderr).toContain('diagnostics')
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }
  const found = diagnostics.map(({ filename, code }) => `${filename.replaceAll('\\', '/')} ${code}`)

  expect(faults.map(([path, rule]) => `${path} ${rule}`).filter(fault => !found.includes(fault))).toEqual([])
  expect(found.filter(line => line.includes('innocent'))).toEqual([])
})
