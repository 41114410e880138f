import { describe, expect, test } from 'vitest'
import type { Archive } from '../../sync-server/days/archive.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (found: Uint8Array | undefined) => found && new TextDecoder().decode(found)

/** What every archive does. `open` answers an empty one. */
export function archiveContract(open: () => Promise<Archive>): void {
  describe('an archive', () => {
    test('gives back what was put, byte for byte, also nothing and everything', async () => {
      const archive = await open()
      const all = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
      await archive.put('a/1.day', all)
      await archive.put('a/2.day', new Uint8Array())
      expect(Buffer.compare(Buffer.from((await archive.get('a/1.day')) ?? []), Buffer.from(all))).toBe(0)
      expect((await archive.get('a/2.day'))?.length).toBe(0)
    })

    test('says where it is, and how much room there is, if that can be said', async () => {
      const archive = await open()
      expect(archive.place).not.toBe('')
      expect((await archive.free()) ?? 1).toBeGreaterThan(0)
    })

    test('has no file that was never put, and lists none of an empty archive', async () => {
      const archive = await open()
      expect(await archive.get('a/1.day')).toBeUndefined()
      expect(await archive.list('')).toEqual([])
    })

    test('puts a file in place of the one of its name', async () => {
      const archive = await open()
      await archive.put('a/1.day', bytes('one'))
      await archive.put('a/1.day', bytes('another'))
      expect(text(await archive.get('a/1.day'))).toBe('another')
      expect(await archive.list('')).toEqual(['a/1.day'])
    })

    test('lists by prefix and in order, however many', async () => {
      const archive = await open()
      const names = Array.from({ length: 23 }, (_, index) => `t-1/2032-01-${String(index + 1).padStart(2, '0')}.day`)
      for (const one of names.toReversed()) await archive.put(one, bytes(one))
      await archive.put('t-10/x.day', bytes('x'))
      expect(await archive.list('t-1/')).toEqual(names)
      expect(await archive.list('t-1')).toHaveLength(24)
      expect(await archive.list('t-2')).toEqual([])
    })

    test('removes a file, and one that is not there as well', async () => {
      const archive = await open()
      await archive.put('a/1.day', bytes('one'))
      await archive.remove('a/1.day')
      await archive.remove('a/1.day')
      expect(await archive.get('a/1.day')).toBeUndefined()
    })

    test('takes no name that leads out of it', async () => {
      const archive = await open()
      for (const bad of ['../x', '/x', 'a/../x', 'a//x', '', '.', 'a\\x', 'a/']) {
        await expect((async () => archive.put(bad, bytes('x')))()).rejects.toThrow('not a name in the archive')
      }
    })
  })
}
