import { fileURLToPath } from 'node:url'
import type { Archive } from './archive.ts'
import { directoryArchive } from './directory-archive.ts'

/** The archive that `ARCHIVE_URL` names: `file:///…`, a directory. */
export function openArchive(url: string): Archive {
  return directoryArchive(fileURLToPath(url))
}
