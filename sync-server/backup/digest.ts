import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Damaged } from './damaged.ts'

/** Whoever unpacks zstd passes over a frame that begins so: the number of the kind, and how long it is. */
const mark = Buffer.from([0x5d, 0x2a, 0x4d, 0x18, 32, 0, 0, 0])
const frameBytes = mark.length + 32

/**
 * Ends packed bytes with their SHA-256. The checksum inside says that what was unpacked is what was packed;
 * this one finds a bit too that changes nothing of it.
 */
export async function* withDigest(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const piece of packed) {
    hash.update(piece)
    yield piece
  }
  yield Buffer.concat([mark, hash.digest()])
}

/** Answers how many bytes of the file are in front of its digest. @throws Damaged unless every bit is as it was written. */
export async function demandDigest(path: string): Promise<number> {
  const hash = createHash('sha256')
  let bytes = 0
  let held = Buffer.alloc(0)
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, piece])
    const ready = held.subarray(0, Math.max(0, held.length - frameBytes))
    hash.update(ready)
    bytes += ready.length
    held = held.subarray(ready.length)
  }
  if (bytes > 0 && held.equals(Buffer.concat([mark, hash.digest()]))) return bytes
  throw new Damaged('it is cut off or was changed: its checksum is not that of its bytes')
}
