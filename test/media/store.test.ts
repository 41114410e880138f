import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { sniff } from '../../sync-server/media/sniff.ts'
import { fileStore, TooBig } from '../../sync-server/media/store.ts'

const place = mkdtempSync(join(tmpdir(), 'daybook-files-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))
const store = fileStore(place)

async function* inParts(bytes: Buffer, size = 1000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const filesIn = () => readdirSync(place, { recursive: true, withFileTypes: true }).filter(one => one.isFile())

test('a file is kept under the hash of its bytes, once, and a workspace’s own', async () => {
  const picture = pictureOf('1')
  const kept = await store.keep('a', inParts(picture), 1e9)
  expect(kept.file).toBe(createHash('sha256').update(picture).digest('hex'))
  expect((await store.keep('a', inParts(picture), 1e9)).file).toBe(kept.file)
  expect([kept.bytes, await store.size('a', kept.file), await store.size('b', kept.file)]).toEqual([
    picture.length,
    picture.length,
    undefined
  ])
  expect(Buffer.concat(await Array.fromAsync(store.read('a', kept.file)))).toEqual(picture)
  expect(filesIn()).toHaveLength(1)
  await store.remove('a', kept.file)
  await store.remove('a', kept.file)
  expect(filesIn()).toEqual([])
})

test('one that is too big, or breaks off, leaves nothing', async () => {
  await expect(store.keep('a', inParts(Buffer.alloc(5000)), 4999)).rejects.toThrow(TooBig)
  const broken = (async function* () {
    yield Buffer.from('beginning')
    throw new Error('the line is cut')
  })()
  await expect(store.keep('a', broken, 1e9)).rejects.toThrow('the line is cut')
  expect(filesIn()).toEqual([])
})

test.each(['../../etc/passwd', 'A'.repeat(64), '', 'a'.repeat(63)])('%s is no name of a file', async name => {
  await expect(store.size('a', name)).rejects.toThrow('no name')
})

const jpeg = Buffer.from('ffd8ffe000104a46494600010101004800480000ffc0000b080010002001011100', 'hex')

test.each([
  ['a picture', pictureOf('1'), { mime: 'image/png', width: 640, height: 480 }],
  ['a photo', jpeg, { mime: 'image/jpeg', width: 32, height: 16 }],
  ['a paper', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), { mime: 'application/pdf' }],
  ['a page', Buffer.from('<html><script>alert(1)</script></html>'), { mime: 'application/octet-stream' }],
  [
    'a drawing with scripts',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    { mime: 'application/octet-stream' }
  ],
  ['nothing', Buffer.alloc(0), { mime: 'application/octet-stream' }]
])('%s is known by its bytes', async (_, bytes, sniffed) => {
  expect(await sniff(bytes)).toEqual(sniffed)
})
