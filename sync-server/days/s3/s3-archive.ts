import { createHash } from 'node:crypto'
import { ArchiveUnreachable, checkName, type Archive } from '../archive.ts'
import { asker, checksumOf, type Patience, type Send } from './ask.ts'
import type { Bucket } from './bucket.ts'
import { readListing, type Listing } from './listing.ts'

/**
 * An archive in a bucket of S3, or of what speaks as it does. A PUT is whole or not there, and durable when it is
 * answered. Both sides compute a checksum over what is sent; that of what comes is compared here.
 */
export function s3Archive(bucket: Bucket, patience?: Patience, send?: Send): Archive {
  const ask = asker(bucket, patience, send)
  const keyOf = (name: string) => bucket.prefix + checkName(name)
  const nothing = () => undefined

  async function page(prefix: string, from: string | undefined): Promise<Listing> {
    const search = { 'list-type': '2', prefix, ...(from !== undefined && { 'continuation-token': from }) }
    const found = await ask({ method: 'GET', search }, bytes => readListing(new TextDecoder().decode(bytes)))
    if (found === 'missing') throw new ArchiveUnreachable(`${bucket.name}: it has no list of its files`)
    return found
  }

  return {
    place: `s3://${bucket.name}/${bucket.prefix}`,
    free: () => Promise.resolve(undefined),
    async put(name, bytes) {
      const body = Uint8Array.from(bytes)
      const headers = {
        'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
        'x-amz-checksum-sha256': checksumOf(body),
        'content-type': 'application/octet-stream'
      }
      await ask({ method: 'PUT', key: keyOf(name), headers, body }, nothing)
    },
    async get(name) {
      const headers = { 'x-amz-checksum-mode': 'ENABLED' }
      const found = await ask({ method: 'GET', key: keyOf(name), headers }, bytes => bytes)
      return found === 'missing' ? undefined : found
    },
    async list(prefix) {
      const keys: string[] = []
      for (let from: string | undefined, more = true; more; more = from !== undefined) {
        const { keys: some, next } = await page(bucket.prefix + prefix, from)
        keys.push(...some)
        from = next
      }
      return keys.map(key => key.slice(bucket.prefix.length)).toSorted()
    },
    async remove(name) {
      await ask({ method: 'DELETE', key: keyOf(name) }, nothing)
    }
  }
}
