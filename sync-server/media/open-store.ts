import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bucket } from '../days/s3/bucket.ts'
import { bucketStore } from './bucket-store.ts'
import { fileStore, type FileStore } from './store.ts'

/** The files at `file:///…`, a directory, or in a bucket. What is on its way into a bucket waits in the data directory. */
export function openFileStore(at: string | Bucket | undefined, dataDir: string): FileStore {
  const usual = join(dataDir, 'media')
  if (at === undefined) return fileStore(usual)
  return typeof at === 'string' ? fileStore(fileURLToPath(at)) : bucketStore(at, join(usual, 'coming'))
}
