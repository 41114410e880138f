import { afterEach, expect, test, vi } from 'vitest'
import { email } from '../../shared/platforms/email.ts'
import { instagram } from '../../shared/platforms/instagram.ts'
import { telegram } from '../../shared/platforms/telegram.ts'
import { whatsapp } from '../../shared/platforms/whatsapp.ts'
import { prepareFile } from '../../web/conversations/prepare-file.ts'

/** A photo as an iPhone takes it, which few browsers can draw. */

const photo = (type: string, brand = 'heic', name = 'IMG_0042.HEIC') =>
  new File([new Uint8Array([0, 0, 0, 24]), `ftyp${brand}`, new Uint8Array(200)], name, { type })

afterEach(() => vi.unstubAllGlobals())

function canDraw() {
  const close = () => undefined
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 4032, height: 3024, close }))
  class Canvas {
    width: number
    height: number
    constructor(width: number, height: number) {
      this.width = width
      this.height = height
    }
    getContext = () => ({ fillRect: () => undefined, drawImage: () => undefined })
    convertToBlob = () => Promise.resolve(new Blob(['jpeg'], { type: 'image/jpeg' }))
  }
  vi.stubGlobal('OffscreenCanvas', Canvas)
}

// A computer may have no name for its type.
test.each(['image/heic', 'image/heif', ''])('of type “%s” becomes a JPEG where the browser can draw it', async type => {
  canDraw()
  for (const strategy of [whatsapp, instagram, telegram, email]) {
    expect(await prepareFile(photo(type), strategy)).toMatchObject({
      media: { media: 'image', mime: 'image/jpeg', name: 'IMG_0042.jpg', width: 2048, height: 1536 }
    })
  }
})

test.each([
  ['image/heic', 'heic'],
  ['image/heif', 'mif1'],
  ['', 'heix']
])('where it cannot (“%s”, %s), who does not take it is named, with what helps', async (type, brand) => {
  for (const strategy of [whatsapp, instagram]) {
    expect(await prepareFile(photo(type, brand), strategy)).toEqual({
      problem: `IMG_0042.HEIC is a photo as iPhones take them (HEIC). ${strategy.name} does not take those, and this browser cannot make a JPEG of it: save it as a JPEG first, or send it from the iPhone.`
    })
  }
})

test.each([
  ['document', telegram],
  ['image', email]
] as const)('where it cannot, it goes whole, as a %s, to who takes any', async (media, strategy) => {
  const given = photo('')
  const prepared = await prepareFile(given, strategy)
  expect(prepared).toMatchObject({ media: { media, mime: 'image/heic', name: 'IMG_0042.HEIC' } })
  expect(prepared).toHaveProperty('bytes', await given.arrayBuffer())
})

test('what only calls itself so is none', async () => {
  const page = new File(['<html>'], 'IMG_1.HEIC', { type: '' })
  expect(await prepareFile(page, whatsapp)).toEqual({
    problem: 'WhatsApp does not take files of this type (application/octet-stream).'
  })
})
