import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { directoryArchive } from '../../sync-server/days/directory-archive.ts'
import { archiveContract } from '../contracts/archive.ts'

const home = mkdtempSync(join(tmpdir(), 'daybook-archive-'))
afterAll(() => rmSync(home, { recursive: true }))
let made = 0

archiveContract(() => Promise.resolve(directoryArchive(join(home, `${++made}`, 'deep'))))

test('a file that was being written when the power went does not count', async () => {
  const root = join(home, 'cut')
  const archive = directoryArchive(root)
  await archive.put('a/1.day', Buffer.from('whole'))
  writeFileSync(join(root, 'a/2.day.unfinished'), 'ha')
  expect(await archive.list('')).toEqual(['a/1.day'])
  expect(readFileSync(join(root, 'a/1.day'), 'utf8')).toBe('whole')
})

test('a day is for its owner’s eyes', async () => {
  const root = join(home, 'mine')
  await directoryArchive(root).put('a/1.day', Buffer.from('x'))
  expect(statSync(join(root, 'a/1.day')).mode & 0o777).toBe(0o600)
})

test('a directory that cannot be used is said to be unreachable, not empty', async () => {
  const file = join(home, 'a-file')
  writeFileSync(file, '')
  const archive = directoryArchive(file)
  const unreachable = { name: 'ArchiveUnreachable' }
  await expect(archive.put('a/1.day', Buffer.from('x'))).rejects.toMatchObject(unreachable)
  await expect(archive.get('a/1.day')).rejects.toMatchObject(unreachable)
  await expect(archive.list('')).rejects.toMatchObject(unreachable)
})
