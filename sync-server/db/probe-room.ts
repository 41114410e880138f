import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseError } from './database-error.ts'

const probeBytes = 256 * 1024

/**
 * Writes and removes a small file. A checkpoint that finds no room stops PostgreSQL altogether, and what a file system
 * says is free may be a moment old, or reserved for somebody else. @throws DatabaseError `storage-full`
 */
export function probeRoom(directory: string): void {
  const path = join(directory, 'room-probe')
  try {
    const file = openSync(path, 'w')
    try {
      writeSync(file, Buffer.alloc(probeBytes), 0, probeBytes, 0)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOSPC') throw error
    throw new DatabaseError({
      message: `The disk of ${directory} is full: make room there for a hundred megabytes`,
      code: 'storage-full'
    })
  } finally {
    rmSync(path, { force: true })
  }
}
