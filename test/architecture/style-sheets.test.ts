import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('a style sheet is as long as any other file may be', () => {
  const sheets = globSync('web/**/*.css', { cwd: root }).map(file => {
    const lines = readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length
    return { file, lines }
  })
  expect(sheets.length).toBeGreaterThan(20)
  expect(sheets.filter(({ lines }) => lines > 300)).toEqual([])
})
