import { createHash } from 'node:crypto'

/**
 * What a device is told of the chain at a place (S3). Not the hash itself: from one hash to the next, somebody could try
 * whether a message that is not for them says what they think it does (S1).
 */
export function fingerprintOf(hash: string): string {
  return createHash('sha256').update(hash, 'hex').digest('hex').slice(0, 16)
}
