import { close, fdatasync, open } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const [opened, synced, closed] = [promisify(open), promisify(fdatasync), promisify(close)]

/**
 * Brings to the disk what was written to the database's tables since the last time, while PostgreSQL goes on in its own
 * thread: a checkpoint, which stops that thread, then waits only for what it writes itself. Nothing rests on it, for the
 * checkpoint syncs the same files again. But a failed sync must end the database: the system says it once, and has said it
 * here. @throws what the system says, with the `syscall` that failed
 */
export function syncingAhead(dataDir: string): () => Promise<void> {
  const tables = join(dataDir, 'base')
  let last = 0

  async function sync(path: string): Promise<void> {
    const file = await opened(path, 'r')
    try {
      await synced(file)
    } finally {
      await closed(file)
    }
  }

  return async () => {
    // A clock that jumps back leaves a file out, which costs a moment of the checkpoint.
    const [from, now] = [last, Date.now()]
    for (const entry of await readdir(tables, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      try {
        if ((await stat(path)).mtimeMs >= from) await sync(path)
      } catch (error) {
        // A table that was dropped meanwhile has nothing to bring.
        if ((error as { code?: unknown }).code !== 'ENOENT') throw error
      }
    }
    last = now
  }
}
