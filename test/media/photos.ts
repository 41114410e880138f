import { deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { chunk } from '../../sync-server/emulator/picture.ts'

/** What a camera took: noise, so that it weighs what photos weigh. */
export function photo(width: number, height: number): Sharp {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  return sharp({ create: { width, height, channels: 3, background: '#888', noise } }).blur(1)
}

/** A sheet of one colour weighs next to nothing. */
export function sheet(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
}

/** Line by line, but not in the order in which it is seen. */
export function lyingSheet(): Promise<Buffer> {
  return sheet(10_100, 10_100).png({ compressionLevel: 1 }).withMetadata({ orientation: 6 }).toBuffer()
}

/** A picture of 900 megapixels in half a megabyte: one bit for each, and all of them black. */
export function bomb(): Buffer {
  const side = 30_000
  return png(side, [1, 0, 0, 0, 0], deflateSync(Buffer.alloc(side * (1 + side / 8)), { level: 1 }))
}

/** What does not come row by row is in memory as a whole: a third of a gigabyte of this one. */
export function interlaced(): Buffer {
  const side = 9000
  // Seven times over it, with a byte before each row.
  return png(side, [8, 6, 0, 0, 1], deflateSync(Buffer.alloc(side * side * 4 + side * 1.875), { level: 1 }))
}

function png(side: number, how: readonly number[], rows: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set(how, 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts])
}
