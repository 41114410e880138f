import { fileURLToPath } from 'node:url'
import type { Archive } from './archive.ts'
import { directoryArchive } from './directory-archive.ts'
import type { Bucket } from './s3/bucket.ts'
import { s3Archive } from './s3/s3-archive.ts'

/** The archive at `file:///…`, a directory, or in a bucket. */
export function openArchive(at: string | Bucket): Archive {
  return typeof at === 'string' ? directoryArchive(fileURLToPath(at)) : s3Archive(at)
}
