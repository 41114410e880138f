import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { composes } from '../../web/ui/composes.ts'

const key = (key: string, more: object = {}) => ({ key, isComposing: false, keyCode: 13, ...more }) as KeyboardEvent

test.each([
  ['while it composes', key('Enter', { isComposing: true }), true],
  ['when Safari has it accept what was composed', key('Enter', { keyCode: 229 }), true],
  ['any other time', key('Enter'), false]
])('Enter belongs to the input method %s', (_, event, isTheirs) => {
  expect(composes(event)).toBe(isTheirs)
})

test('nobody asks a key by itself, and forgets Safari', () => {
  const asking = readdirSync('web', { recursive: true, encoding: 'utf8' })
    .filter(file => /\.tsx?$/.test(file) && /\bevent\.isComposing\b/.test(readFileSync(join('web', file), 'utf8')))
    .map(file => file.replaceAll('\\', '/'))
  expect(asking).toEqual(['ui/composes.ts'])
})
