import { fileURLToPath } from 'node:url'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DirectoryRefused, lockDirectory } from '../../sync-server/db/lock.ts'
import { child, type Child } from '../support/child.ts'

let directory = ''
let others: Child[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'daybook-lock-'))
})
afterEach(async () => {
  for (const other of others) await other.kill()
  others = []
  rmSync(directory, { recursive: true })
})

function another(): Child {
  const other = child('db/hold-lock.ts', [directory], ['--expose-gc'])
  others.push(other)
  return other
}

function refusal(): DirectoryRefused {
  try {
    lockDirectory(directory)()
  } catch (error) {
    if (error instanceof DirectoryRefused) return error
    throw error
  }
  throw new Error('it was locked')
}

test('a directory that another process uses is refused, in a sentence that names it', async () => {
  expect(await another().line()).toBe('locked')
  expect(refusal()).toMatchObject({
    reason: 'in-use',
    message: `${directory} is already in use by another Daybook process.`
  })
})

test('a process that was killed leaves nothing behind: the next one may have the directory at once', async () => {
  const first = another()
  await first.line()
  await first.kill()
  const release = lockDirectory(directory)
  expect(await another().line()).toBe('in-use')
  release()
})

test('a directory that was given back may be used again, and only by one', async () => {
  lockDirectory(directory)()
  const release = lockDirectory(directory)
  expect(refusal().reason).toBe('in-use')
  expect(await another().line()).toBe('in-use')
  release()
  expect(await another().line()).toBe('locked')
})

test('a directory that is not there yet is made', () => {
  directory = join(directory, 'deep', 'down')
  lockDirectory(directory)()
})

test('a directory that cannot be is refused, in a sentence that says why', () => {
  writeFileSync(join(directory, 'file'), '')
  expect(() => lockDirectory(join(directory, 'file', 'data'))).toThrow(/cannot be written to: .*ENOTDIR/)
})

test.runIf(process.platform === 'linux')(
  'a place where nobody can make a directory is refused, and does not hang',
  () => {
    expect(() => lockDirectory('/proc/daybook/data')).toThrow(/cannot be written to/)
  }
)

test('a file in its place is refused as one', () => {
  expect(() => lockDirectory(fileURLToPath(import.meta.url))).toThrow(/it is a file/)
})

test.skipIf(process.getuid?.() === 0)('a directory one may not write to is refused', () => {
  chmodSync(directory, 0o500)
  expect(refusal()).toMatchObject({ reason: 'unwritable', message: expect.stringContaining(directory) as string })
  chmodSync(directory, 0o700)
})

test('a directory whose lock is not a lock is refused, not taken', () => {
  writeFileSync(
    join(directory, 'daybook.lock'),
    'this was never made by Daybook, and is longer than a header would be '.repeat(9)
  )
  expect(refusal().reason).toBe('unwritable')
})
