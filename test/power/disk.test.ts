import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chance } from './chance.ts'
import { cutPower } from './cut.ts'
import { Disk } from './disk.ts'
import type { Op } from './journal.ts'

const open = (handle: string, path: string): Op => ({ kind: 'open', handle, path, truncate: false })
const write = (handle: string, at: number, data: string): Op => ({ kind: 'write', handle, at, data: Buffer.from(data) })
const sync = (handle: string): Op => ({ kind: 'sync', handle })
const root = open('root', '')

/** Everything that many cuts after these operations leave of the disk, each once: names and what they say. */
function possible(...ops: readonly Op[]): Set<string> {
  const disk = new Disk()
  for (const op of ops) disk.apply(op)
  const found = new Set<string>()
  for (let seed = 0; seed < 300; seed++) {
    const left = mkdtempSync(join(tmpdir(), 'daybook-disk-'))
    cutPower(disk, chance(seed), left)
    const files = readdirSync(left).toSorted()
    found.add(files.map(name => `${name}=${readFileSync(join(left, name), 'latin1')}`).join(' '))
    rmSync(left, { recursive: true })
  }
  return found
}

test('what was not synced may be there or not, and what was is there', () => {
  const life = [open('a', 'a'), write('a', 0, 'old'), sync('a'), write('a', 0, 'new')]
  expect(possible(...life)).toEqual(new Set(['a=old', 'a=new']))
  expect(possible(...life, sync('a'))).toEqual(new Set(['a=new']))
})

test('of two writes that were not synced, the later may be there without the earlier', () => {
  const found = possible(open('a', 'a'), write('a', 0, '--'), sync('a'), write('a', 0, '1'), write('a', 1, '2'))
  expect(found).toEqual(new Set(['a=--', 'a=1-', 'a=-2', 'a=12']))
})

test('a long write may be torn, at the borders of sectors only', () => {
  const old = 'o'.repeat(512)
  const fresh = 'n'.repeat(512)
  const found = possible(open('a', 'a'), write('a', 0, old + old), sync('a'), write('a', 0, fresh + fresh))
  const combinations = [old + old, old + fresh, fresh + old, fresh + fresh]
  expect(found).toEqual(new Set(combinations.map(content => `a=${content}`)))
})

test('a rename is both names or neither, until its folder is synced', () => {
  const life = [root, open('a', 'a'), write('a', 0, 'x'), sync('a'), { kind: 'rename', path: 'a', to: 'b' }] as const
  expect(possible(...life)).toEqual(new Set(['a=x', 'b=x']))
  expect(possible(...life, sync('root'))).toEqual(new Set(['b=x']))
})

test('a file that was renamed over another before it was synced may come out empty', () => {
  const life = [root, open('a', 'a'), write('a', 0, 'old'), sync('a'), open('b', 'b'), write('b', 0, 'new')]
  const found = possible(...life, { kind: 'rename', path: 'b', to: 'a' }, sync('root'))
  expect(found).toEqual(new Set(['a=', 'a=new', 'a=\0\0\0']))
})

test('a file that was removed may come back', () => {
  const life = [root, open('a', 'a'), write('a', 0, 'x'), sync('a'), { kind: 'remove', path: 'a' }] as const
  expect(possible(...life)).toEqual(new Set(['a=x', '']))
  expect(possible(...life, sync('root'))).toEqual(new Set(['']))
})

test('what cannot have happened like this is a fault of the recorder, and is said', () => {
  expect(() => possible({ kind: 'write', handle: 'nobody', at: 0, data: Buffer.alloc(1) })).toThrow('not an open file')
  expect(() => possible({ kind: 'rename', path: 'a', to: 'b' })).toThrow('is not there')
})
