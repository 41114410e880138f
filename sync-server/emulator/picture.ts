import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** What a pretended camera took: the same picture for the same id, a sheet of paper on a coloured desk. PNG. */
export function pictureOf(id: string): Buffer {
  const [hue = 0, tilt = 0] = createHash('sha256').update(id).digest()
  const desk = [90 + (hue % 90), 110 + ((hue >> 1) % 70), 120 + ((hue >> 2) % 80)]
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3)
    for (let x = 0; x < width; x += 1)
      row.set(inkAt(x - ((y - height / 2) * ((tilt % 40) - 20)) / 100, y, desk), 1 + x * 3)
    return row
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts])
}

const width = 640
const height = 480
const paper = [247, 243, 232]
const ink = [58, 74, 138]

function inkAt(x: number, y: number, desk: readonly number[]): readonly number[] {
  const onPaper = x > 150 && x < 490 && y > 60 && y < 420
  if (!onPaper) return desk.map(part => part - Math.round((y / height) * 40))
  const line = (y - 60) % 36
  return line > 20 && line < 24 && x > 190 && x < 450 - ((y * 7) % 120) ? ink : paper
}

/** A part of a PNG. */
export function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
