import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { syncPath } from './sync-path.ts'

/** Why the data directory cannot be used, as a sentence for whoever starts the server. */
export class DirectoryRefused extends Error {
  readonly reason: 'in-use' | 'unwritable' | 'full'
  constructor(reason: 'in-use' | 'unwritable' | 'full', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DirectoryRefused'
    this.reason = reason
  }
}

/**
 * Makes this process the only one to use the directory: two PGlites on one directory silently lose half of everything.
 * SQLite's exclusive transaction is a lock of the kernel, so it ends with its holder, even by SIGKILL,
 * and nothing stale is ever left behind. Returns how to give the directory back.
 */
export function lockDirectory(directory: string): () => void {
  try {
    make(directory)
    if (!statSync(directory).isDirectory()) throw new Error('it is a file')
    accessSync(directory, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw unwritable(directory, error)
  }
  return hold(directory)
}

/**
 * For its owner alone: what is in it is secret. Level by level, for Node's own recursive `mkdir` never comes back from
 * below `/proc`.
 */
function make(directory: string): void {
  if (existsSync(directory)) return
  make(dirname(directory))
  mkdirSync(directory, 0o700)
  // Else a power cut may take the whole directory away, with every acknowledged event in it.
  syncPath(dirname(directory))
}

// A lock that is garbage-collected is given back: it must not depend on what the caller keeps.
const held = new Set<DatabaseSync>()

function hold(directory: string): () => void {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(directory, 'daybook.lock'), { timeout: 0 })
    lock.exec('begin exclusive')
  } catch (error) {
    lock?.close()
    const [busy, noRoom] = [5, 13]
    const { errcode } = error as { errcode?: number }
    if (errcode === noRoom) throw full(directory, error)
    if (errcode !== busy) throw unwritable(directory, error)
    throw new DirectoryRefused('in-use', `${directory} is already in use by another Daybook process.`, { cause: error })
  }
  const mine = lock
  held.add(mine)
  return () => {
    held.delete(mine)
    mine.close()
  }
}

function unwritable(directory: string, cause: unknown): DirectoryRefused {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new DirectoryRefused('unwritable', `${directory} cannot be written to: ${why}`, { cause })
}

/** A start needs a little room, if only to write down that it is one. */
export function full(directory: string, cause: unknown): DirectoryRefused {
  const what = `The disk of ${directory} is full, and Daybook needs some room to start.`
  const toDo = 'Make a hundred megabytes and start it again: nothing that was stored is lost.'
  return new DirectoryRefused('full', `${what} ${toDo}`, { cause })
}
