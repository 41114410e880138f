import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { TooBig, type FileStore } from '../../sync-server/media/store.ts'

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
export async function* inParts(bytes: Uint8Array, size = 100_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const whole = async (read: AsyncIterable<unknown>) => Buffer.concat((await Array.fromAsync(read)) as Uint8Array[])

/** What every place for files does. `open` answers an empty one, `count` how many files are in it, whole or not. */
export function fileStoreContract(open: () => FileStore, count: () => number): void {
  describe('a place for files', () => {
    // More than is read of one at once.
    const film = Buffer.from(Uint8Array.from({ length: 9_000_001 }, (_, at) => (at * 7 + (at >> 9)) & 0xff))

    test('keeps one under the hash of its bytes, once, and a workspace’s own', async () => {
      const store = open()
      const kept = await store.keep('a', inParts(film), 1e9)
      expect([kept.file, kept.bytes]).toEqual([hash(film), film.length])
      expect(Buffer.from(kept.beginning)).toEqual(film.subarray(0, 256 * 1024))
      expect((await store.keep('a', inParts(film), 1e9)).file).toBe(kept.file)
      expect([await store.size('a', kept.file), await store.size('b', kept.file)]).toEqual([film.length, undefined])
      expect((await whole(store.read('a', kept.file))).equals(film)).toBe(true)
      expect(Buffer.from(await (await store.blob('a', kept.file)).arrayBuffer()).equals(film)).toBe(true)
      expect(count()).toBe(1)
      await store.remove('a', kept.file)
      await store.remove('a', kept.file)
      expect([count(), await store.size('a', kept.file)]).toEqual([0, undefined])
    })

    test('gives the parts that are asked for', async () => {
      const store = open()
      const { file } = await store.keep('a', inParts(film), 1e9)
      for (const [start, end] of [
        [0, 0],
        [10, 19],
        [4_194_300, 4_194_310],
        [100, 9_000_000],
        [9_000_000, 9_000_000]
      ] as const) {
        expect((await whole(store.read('a', file, { start, end }))).equals(film.subarray(start, end + 1))).toBe(true)
      }
    })

    test('keeps nothing of what is too big, breaks off, or is not as it was said to be', async () => {
      const store = open()
      await expect(store.keep('a', inParts(film), film.length - 1)).rejects.toThrow(TooBig)
      const broken = (async function* () {
        yield Buffer.from('beginning')
        throw new Error('the line is cut')
      })()
      await expect(store.keep('a', broken, 1e9)).rejects.toThrow('the line is cut')
      const demand = () => {
        throw new Error('not what it says')
      }
      await expect(store.keep('a', inParts(film), 1e9, demand)).rejects.toThrow('not what it says')
      expect(count()).toBe(0)
    })

    test('keeps a file of nothing', async () => {
      const store = open()
      const { file } = await store.keep('a', inParts(new Uint8Array()), 1e9)
      expect([await store.size('a', file), (await whole(store.read('a', file))).length]).toEqual([0, 0])
    })

    test('keeps what was made of a picture beside it, and removes both', async () => {
      const store = open()
      const { file } = await store.keep('a', inParts(film), 1e9)
      expect(await store.small('a', file)).toBeUndefined()
      await store.keepSmall('a', file, Buffer.from('small'))
      await store.keepSmall('a', file, Buffer.from('smaller'))
      const [mine, theirs] = [await store.small('a', file), await store.small('b', file)]
      expect([mine && Buffer.from(mine).toString(), theirs, count()]).toEqual(['smaller', undefined, 2])
      expect((await whole(store.read('a', file))).equals(film)).toBe(true)
      await store.remove('a', file)
      expect([count(), await store.small('a', file)]).toEqual([0, undefined])
      // What was left of it alone is no file.
      await store.keepSmall('a', file, Buffer.from('small'))
      expect(await store.size('a', file)).toBeUndefined()
      await store.remove('a', file)
      expect(count()).toBe(0)
    })

    test.each(['../../etc/passwd', 'A'.repeat(64), '', 'a'.repeat(63)])('knows no file called %s', async name => {
      await expect((async () => open().size('a', name))()).rejects.toThrow('no name')
    })
  })
}
