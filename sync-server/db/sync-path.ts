import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Makes a file's content, or the names in a directory, survive a power cut. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
