import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { Damaged } from './damaged.ts'

/** How a sealed file begins; then a salt, then the sealed pieces. */
export const sealedMark = Buffer.from('daybook-sealed-1\n')
const saltBytes = 16
const tagBytes = 16
const pieceBytes = 256 * 1024

/**
 * AES-256-GCM under a key from the passphrase, piece by piece: length · sealed bytes · tag. A piece's number and
 * whether it is the last are part of its nonce, so none can be left out, repeated, moved or cut off unseen.
 */
export async function* sealed(pieces: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes)
  const key = keyOf(passphrase, salt)
  yield Buffer.concat([sealedMark, salt])
  let number = 0
  let held = Buffer.alloc(0)
  const seal = (piece: Buffer, isLast: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(number++, isLast))
    const body = Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return Buffer.concat([length, body])
  }
  for await (const piece of pieces) {
    held = Buffer.concat([held, piece])
    while (held.length > pieceBytes) {
      yield seal(held.subarray(0, pieceBytes), false)
      held = held.subarray(pieceBytes)
    }
  }
  yield seal(held, true)
}

/** @throws Damaged also for the wrong passphrase: the two look the same. */
export async function* unsealed(pieces: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const read = reader(pieces)
  const start = await read(sealedMark.length + saltBytes)
  if (!start?.subarray(0, sealedMark.length).equals(sealedMark))
    throw new Damaged('it does not begin like a sealed backup')
  const key = keyOf(passphrase, start.subarray(sealedMark.length))
  let next = await read(4)
  for (let number = 0; next !== null; number++) {
    const length = next.readUInt32BE()
    const body = length >= tagBytes && length <= pieceBytes + tagBytes ? await read(length) : null
    if (body === null) throw new Damaged('it is cut off, or the passphrase is another one')
    next = await read(4)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(number, next === null))
    decipher.setAuthTag(body.subarray(-tagBytes))
    const open = decipher.update(body.subarray(0, -tagBytes))
    try {
      decipher.final()
    } catch {
      throw new Damaged('it was changed or cut off, or the passphrase is another one')
    }
    yield open
  }
}

function keyOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 })
}

function nonce(number: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(number, 4)
  bytes.writeUInt32BE(isLast ? 1 : 0, 8)
  return bytes
}

/** So many bytes, `null` at the end. What ends in the middle is answered as the end. */
function reader(pieces: AsyncIterable<Buffer>): (count: number) => Promise<Buffer | null> {
  const source = pieces[Symbol.asyncIterator]()
  let held = Buffer.alloc(0)
  return async count => {
    while (held.length < count) {
      const { done, value } = await source.next()
      if (done && held.length > 0) throw new Damaged('it is cut off, or the passphrase is another one')
      if (done) return null
      held = Buffer.concat([held, value])
    }
    const taken = held.subarray(0, count)
    held = held.subarray(count)
    return taken
  }
}
