import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { drawBeside } from '../../sync-server/media/drawing.ts'
import { openFiles } from '../../sync-server/media/files.ts'
import { smallPictures } from '../../sync-server/media/small-pictures.ts'
import { sniff } from '../../sync-server/media/sniff.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { inParts } from '../contracts/file-store.ts'
import { logger, world } from '../platforms/world.ts'
import { bomb, interlaced, lyingSheet, photo, sheet } from './photos.ts'

const here = world()
const place = mkdtempSync(join(tmpdir(), 'daybook-small-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))
const filesIn = () => readdirSync(place, { recursive: true, withFileTypes: true }).filter(one => one.isFile())

const store = fileStore(place)
const draw = drawBeside()
const drawn = (bytes: Uint8Array) => draw(Readable.from(inParts(bytes)))
async function kept(bytes: Uint8Array, tenant = 't') {
  const { file, beginning } = await store.keep(tenant, inParts(bytes), 1e9)
  return { file, bytes: bytes.length, mime: (await sniff(beginning)).mime }
}
const failed = (error: unknown) => expect.unreachable(String(error))
/** With a place, as phones write it. */
const withPlace = { IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } }

test('a photo is seen upright, of the size of a screen, and without where it was taken', async () => {
  const taken = photo(1600, 1200).jpeg({ quality: 90 }).withExif(withPlace).withMetadata({ orientation: 6 })
  const small = await drawn(await taken.toBuffer())
  const { format, width, height, exif, icc, xmp, orientation } = await sharp(small!).metadata()
  expect({ format, width, height, exif, icc, xmp, orientation }).toEqual({ format: 'webp', width: 480, height: 640 })
  expect((await sharp(await taken.toBuffer()).metadata()).exif).toBeDefined()
  expect(small!.length).toBeLessThan(100_000)
})

test.each([
  ['png', () => photo(1000, 500).png().toBuffer()],
  ['webp', () => photo(1000, 500).webp({ quality: 95 }).toBuffer()],
  ['avif', () => photo(1000, 500).avif({ quality: 90, effort: 0 }).toBuffer()],
  ['gif', () => photo(1000, 500).gif({ dither: 0, effort: 1 }).toBuffer()]
])('a %s is drawn too', async (_, made) => {
  const { format, width, height } = await sharp((await drawn(await made()))!).metadata()
  expect([format, width, height]).toEqual(['webp', 640, 320])
})

test('what moves goes on moving where that is cheap, and else is its first picture', async () => {
  const moving = async (side: number) => {
    const frames = await Promise.all([1, 2, 3].map(() => photo(side, side).png().toBuffer()))
    return sharp(frames, { join: { animated: true } })
      .gif({ dither: 0, effort: 1 })
      .toBuffer()
  }
  expect(await drawn(await moving(300))).toBeNull()
  const still = await drawn(await moving(800))
  expect(await sharp(still!).metadata()).toMatchObject({ width: 640, height: 640, format: 'webp' })
  expect((await sharp(still!).metadata()).pages).toBeUndefined()
})

test('there is no smaller one of what is small', async () => {
  expect(await drawn(await sheet(500, 400).webp().toBuffer())).toBeNull()
})

test.each([
  ['a picture of 30,000 pixels on each side', async () => bomb()],
  ['more than fits into memory at once', async () => interlaced()],
  ['that again, because it lies on its side', () => lyingSheet()],
  ['a photo that breaks off', async () => (await photo(1600, 1200).jpeg().toBuffer()).subarray(0, 100_000)],
  ['a drawing with scripts', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['a scan', () => photo(300, 300).tiff().toBuffer()],
  ['no picture', async () => Buffer.alloc(500_000, 'no picture')],
  ['nothing', async () => Buffer.alloc(0)]
])('%s is not drawn, and nobody is harmed', async (_, made) => {
  await expect(drawn(await made())).rejects.toThrow('it ended with 1')
})

test('what takes too long is ended', async () => {
  const slow = drawBeside(1)
  await expect(slow(Readable.from(inParts(await photo(800, 800).png().toBuffer())))).rejects.toThrow('SIGKILL')
})

test('one is made when it is first asked for, by two at once once, and is there after that', async () => {
  let drawings = 0
  const count: typeof draw = picture => {
    drawings += 1
    return draw(picture)
  }
  const smalls = () => smallPictures({ store, draw: count, report: failed })
  const row = await kept(await photo(1600, 1200).jpeg().toBuffer())
  const one = smalls()
  const [first, second] = await Promise.all([one.of('t', row), one.of('t', row)])
  expect([drawings, first, (await sharp(first as Uint8Array).metadata()).width]).toEqual([1, second, 640])
  expect(Buffer.from((await smalls().of('t', row)) as Uint8Array).equals(first as Uint8Array)).toBe(true)
  expect([drawings, await smalls().of('another', row)]).toEqual([1, 'not-now'])
  await store.remove('t', row.file)
})

test('a hostile one is tried once, and the light and the foreign never', async () => {
  let drawings = 0
  const told: unknown[] = []
  const counting: typeof draw = picture => {
    drawings += 1
    return draw(picture)
  }
  const smalls = smallPictures({ store, draw: counting, report: error => told.push(error) })
  const row = await kept(bomb())
  expect([await smalls.of('t', row), await smalls.of('t', row)]).toEqual(['not-now', 'not-now'])
  expect([drawings, told.length, await store.size('t', row.file)]).toEqual([1, 1, row.bytes])
  expect(await smalls.of('t', await kept(await sheet(900, 900).png().toBuffer()))).toBe('as-it-is')
  expect(await smalls.of('t', { ...row, mime: 'application/pdf' })).toBe('as-it-is')
  expect(drawings).toBe(1)
  await store.remove('t', row.file)
})

test('a place that did not answer is asked again', async () => {
  let isDown = true
  const flaky = {
    ...store,
    small: (...of: Parameters<typeof store.small>) => (isDown ? Promise.reject(new Error('down')) : store.small(...of))
  }
  const smalls = smallPictures({ store: flaky, draw, report: () => undefined })
  const row = await kept(await photo(1600, 1200).jpeg().toBuffer())
  expect(await smalls.of('t', row)).toBe('not-now')
  isDown = false
  expect(await smalls.of('t', row)).toBeInstanceOf(Uint8Array)
  await store.remove('t', row.file)
})

test('when its conversation is erased it is gone, also when it was being made', async () => {
  rmSync(place, { recursive: true, force: true })
  let begun: () => void = () => undefined
  let go: () => void = () => undefined
  const begins = new Promise<void>(resolve => (begun = resolve))
  const going = new Promise<void>(resolve => (go = resolve))
  let waits = false
  const files = openFiles(here.sql, store, logger, async picture => {
    const small = await draw(picture)
    begun()
    if (waits) await going
    return small
  })
  const row = await kept(await photo(1600, 1200).jpeg().toBuffer())
  await files.rows.brought('t', 'one', row)
  expect(await files.small('t', row)).toBeInstanceOf(Uint8Array)
  expect(filesIn()).toHaveLength(2)
  await files.forget('t', 'one')
  expect(filesIn()).toEqual([])

  const again = await kept(await photo(1600, 1200).jpeg().toBuffer())
  await files.rows.brought('t', 'two', again)
  waits = true
  const asked = files.small('t', again)
  await begins
  const forgotten = files.forget('t', 'two')
  go()
  await Promise.all([asked, forgotten])
  expect(filesIn()).toEqual([])
})
