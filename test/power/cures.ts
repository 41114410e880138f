/** What keeps a commit on the disk, each with how it reads when somebody takes it out. The suite must see what that costs. */
export const cures = {
  'a sync that syncs': { file: 'db/durable-fs.ts', text: 'fdatasyncSync(stream.nfd)', without: 'undefined' },
  'a PostgreSQL that waits for the disk': {
    file: 'db/pglite-worker.ts',
    text: "filter(parameter => parameter !== '-F')",
    without: 'slice()'
  },
  'the way of syncing that reaches us': {
    file: 'db/pglite-worker.ts',
    text: 'wal_sync_method=fsync',
    without: 'wal_sync_method=fdatasync'
  },
  'whole pages in the write-ahead log': {
    file: 'db/pglite-worker.ts',
    text: 'full_page_writes=on',
    without: 'full_page_writes=off'
  },
  'the name of a new database': { file: 'db/open.ts', text: 'syncPath(directory)', without: 'undefined' },
  'the name of a new directory': { file: 'db/lock.ts', text: 'syncPath(dirname(directory))', without: 'undefined' }
} as const

export type Cure = keyof typeof cures
