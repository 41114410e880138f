import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16
/** Asking the system for chance costs more than to seal a message: many nonces at once. */
const noncesAtOnce = 512

const nonces = Buffer.alloc(nonceBytes * noncesAtOnce)
let used = noncesAtOnce

/**
 * AES-256-GCM, as nonce · sealed bytes · tag. `place` says where it belongs and is not stored:
 * nothing that is sealed can be put elsewhere.
 */
export function seal(plain: string | Uint8Array, key: Buffer, place: string): Buffer {
  const nonce = nextNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(place))
  const body = cipher.update(typeof plain === 'string' ? Buffer.from(plain) : plain)
  cipher.final()
  return Buffer.concat([nonce, body, cipher.getAuthTag()])
}

/** @throws Error when a bit was changed, or for another key or place. */
export function unseal(sealed: Buffer, key: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  decipher.final()
  return plain
}

function nextNonce(): Buffer {
  if (used === noncesAtOnce) {
    randomFillSync(nonces)
    used = 0
  }
  // A copy: the place it is taken from is filled again.
  return Buffer.from(nonces.subarray(used * nonceBytes, ++used * nonceBytes))
}
