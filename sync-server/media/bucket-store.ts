import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { asker, checksumOf, type Ask, type Patience, type Send } from '../days/s3/ask.ts'
import type { Bucket } from '../days/s3/bucket.ts'
import { ArchiveUnreachable } from '../days/archive.ts'
import { sizeIn } from '../days/s3/listing.ts'
import { clearDrafts, pathOf, smallPathOf, withDraft, type FileStore } from './store.ts'

/** The largest file has 100 MB, and lines are slow. */
const usualPatience: Patience = { attempts: 5, answerMs: 300_000, pauseMs: 500 }
/** So much of a file is in memory at once while it is read. */
const partBytes = 4 * 1024 * 1024

type Range = { readonly start: number; readonly end: number }

/**
 * Files in a bucket of S3, or of what speaks as it does. One is durable when its PUT is answered. It is read in parts,
 * each asked for again while there is hope, and a whole one is held to the hash that is its name.
 */
export function bucketStore(bucket: Bucket, coming: string, patience = usualPatience, send?: Send): FileStore {
  const ask = asker(bucket, patience, send)
  const keyOf = (tenant: string, file: string) => bucket.prefix + pathOf(tenant, file)

  // The answer to HEAD has no words: it could not tell a bucket that is gone from a file that is not there.
  async function size(tenant: string, file: string): Promise<number | undefined> {
    const key = keyOf(tenant, file)
    const search = { 'list-type': '2', prefix: key, 'max-keys': '1' }
    const found = await ask({ method: 'GET', search }, bytes => sizeIn(new TextDecoder().decode(bytes), key))
    if (found === 'missing') throw new ArchiveUnreachable(`${bucket.name}: it has no list of its files`)
    return found
  }

  async function part(key: string, { start, end }: Range): Promise<Uint8Array> {
    const found = await ask({ method: 'GET', key, headers: { range: `bytes=${start}-${end}` } }, bytes => {
      if (bytes.length !== end - start + 1) throw new Error('it answers with another part than was asked for')
      return bytes
    })
    if (found === 'missing') throw new Error('the file is not there any more')
    return found
  }

  async function* parts(tenant: string, file: string, range?: Range): AsyncGenerator<Uint8Array> {
    const key = keyOf(tenant, file)
    const end = range?.end ?? ((await size(tenant, file)) ?? 0) - 1
    const hash = createHash('sha256')
    for (let start = range?.start ?? 0; start <= end; start += partBytes) {
      const bytes = await part(key, { start, end: Math.min(end, start + partBytes - 1) })
      hash.update(bytes)
      yield bytes
    }
    if (!range && hash.digest('hex') !== file) throw new Error('the file is not what was stored')
  }

  return {
    keep(tenant, body, mostBytes, demand) {
      return withDraft(coming, body, { mostBytes, demand }, async ({ file, bytes }, draft) => {
        if ((await size(tenant, file)) === bytes) return
        const whole = await readFile(draft)
        const headers = {
          'x-amz-content-sha256': file,
          'x-amz-checksum-sha256': checksumOf(whole),
          'content-type': 'application/octet-stream'
        }
        await ask({ method: 'PUT', key: keyOf(tenant, file), headers, body: whole }, () => undefined)
      })
    },
    size,
    read: (tenant, file, range) => Readable.from(parts(tenant, file, range)),
    async blob(tenant, file) {
      const all: Uint8Array<ArrayBuffer>[] = []
      for await (const bytes of parts(tenant, file)) all.push(new Uint8Array(bytes))
      return new Blob(all)
    },
    ...smallsIn(bucket, ask),
    async remove(tenant, file) {
      for (const key of [keyOf(tenant, file), bucket.prefix + smallPathOf(tenant, file)])
        await ask({ method: 'DELETE', key }, () => undefined)
    },
    clearComing: before => clearDrafts(coming, before)
  }
}

function smallsIn({ prefix }: Bucket, ask: Ask): Pick<FileStore, 'small' | 'keepSmall'> {
  const keyOf = (tenant: string, file: string) => prefix + smallPathOf(tenant, file)
  return {
    async small(tenant, file) {
      const found = await ask({ method: 'GET', key: keyOf(tenant, file) }, bytes => new Uint8Array(bytes))
      return found === 'missing' ? undefined : found
    },
    async keepSmall(tenant, file, bytes) {
      const body = new Uint8Array(bytes)
      const headers = { 'x-amz-checksum-sha256': checksumOf(body), 'content-type': 'image/webp' }
      await ask({ method: 'PUT', key: keyOf(tenant, file), headers, body }, () => undefined)
    }
  }
}
