import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Damaged } from './damaged.ts'
import { demandDigest, withDigest } from './digest.ts'
import { sealed, sealedMark, unsealed } from './sealed.ts'
import { writeWhole } from './write-whole.ts'

/** The last line: nothing is missing in front of it, and nothing was changed. */
type Trailer = { readonly end: true; readonly lines: number; readonly sha256: string }

/** Lines in a compressed file with a checksum at its end, sealed where there is a passphrase. Answers its size in bytes. */
export function writeFileOfLines(path: string, lines: AsyncIterable<string>, passphrase?: string): Promise<number> {
  const packed = pipeline(Readable.from(withTrailer(lines)), compressor(), ignore) as AsyncIterable<Buffer>
  return writeWhole(path, passphrase ? sealed(packed, passphrase) : withDigest(packed))
}

/** Without the trailer, which is checked. @throws Damaged */
export async function* linesOfFile(path: string, passphrase?: string): AsyncGenerator<string> {
  const isSealed = await beginsSealed(path)
  if (isSealed && !passphrase) throw new Damaged('it is sealed: set BACKUP_PASSPHRASE to what it was sealed with')
  // What is sealed cannot be changed unseen; it has no digest.
  const packed: AsyncIterable<Buffer> = isSealed
    ? unsealed(createReadStream(path), passphrase ?? '')
    : createReadStream(path, { end: (await demandDigest(path)) - 1 })
  const opened = pipeline(Readable.from(packed), createZstdDecompress(), ignore) as AsyncIterable<Buffer>
  try {
    yield* checked(linesIn(opened))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw code?.startsWith('ZSTD') || code === 'Z_BUF_ERROR' || code === 'ERR_ZSTD'
      ? new Damaged(`it cannot be unpacked: ${message}`)
      : error
  }
}

async function* withTrailer(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let count = 0
  for await (const line of lines) {
    const bytes = Buffer.from(`${line}\n`)
    hash.update(bytes)
    count += 1
    yield bytes
  }
  yield Buffer.from(`${JSON.stringify({ end: true, lines: count, sha256: hash.digest('hex') } satisfies Trailer)}\n`)
}

async function* checked(lines: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let count = 0
  let held: Buffer | undefined
  for await (const line of lines) {
    if (held) {
      hash.update(held).update('\n')
      count += 1
      yield held.toString()
    }
    held = line
  }
  const expected = JSON.stringify({ end: true, lines: count, sha256: hash.digest('hex') } satisfies Trailer)
  if (held?.toString() !== expected)
    throw new Damaged('it is cut off or was changed: its checksum is not that of its lines')
}

async function* linesIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const newline = 10
  let held: Buffer[] = []
  for await (const piece of pieces) {
    let from = 0
    for (let at = piece.indexOf(newline); at !== -1; at = piece.indexOf(newline, from)) {
      yield Buffer.concat([...held, piece.subarray(from, at)])
      held = []
      from = at + 1
    }
    held.push(piece.subarray(from))
  }
  if (held.some(rest => rest.length > 0)) throw new Damaged('it is cut off in the middle of a line')
}

/** A name is on the disk when its directory is. */

async function beginsSealed(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(sealedMark.length), 0, sealedMark.length, 0)
    return buffer.equals(sealedMark)
  } finally {
    await file.close()
  }
}

const compressor = () => createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } })

/** Whoever reads the end of the pipe gets the same error. */
function ignore(): void {}
