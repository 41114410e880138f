import type { Logger } from 'pino'
import type { Sql } from '../db/sql.ts'
import { drawBeside } from './drawing.ts'
import type { KeptRow } from './names.ts'
import { looseFiles, type LooseFiles } from './loose.ts'
import { fileRows, type FileRows } from './rows.ts'
import { smallPictures, type Small } from './small-pictures.ts'
import type { FileStore } from './store.ts'

/** The files of conversations: their bytes, and whose they are. */
export type Files = {
  readonly rows: FileRows
  readonly store: FileStore
  /** Those that no event names yet. */
  readonly loose: LooseFiles
  /** `undefined`: this conversation has no such file here. */
  open(tenant: string, conversation: string, file: string): Promise<Blob | undefined>
  /** What is seen of a picture before somebody opens it. */
  small(tenant: string, row: KeptRow): Promise<Small>
  /** Whatever it dies of, done again it comes to its end. */
  forget(tenant: string, conversation: string): Promise<void>
}

export function openFiles(sql: Sql, place: FileStore, logger?: Logger, draw = drawBeside(), now = Date.now): Files {
  const loose = looseFiles(sql, now)
  const rows = fileRows(sql, loose.named)
  const report = (error: unknown) => logger?.warn({ err: error }, 'a picture could not be made smaller')
  const smalls = smallPictures({ store: place, draw, report })
  const keep: FileStore['keep'] = (tenant, body, mostBytes, demand) =>
    place.keep(tenant, body, mostBytes, async stored => {
      await demand?.(stored)
      await loose.keep(tenant, stored.file)
    })
  const store = { ...place, keep, remove: smalls.remove }
  return {
    rows,
    store,
    loose,
    small: smalls.of,
    async open(tenant, conversation, file) {
      const row = await rows.of(tenant, conversation, file)
      const isThere = row !== undefined && (await store.size(tenant, file)) !== undefined
      return isThere ? store.blob(tenant, file) : undefined
    },
    async forget(tenant, conversation) {
      // The bytes first: a file that nobody names would lie there for ever.
      for (const file of await rows.onlyOf(tenant, conversation)) await store.remove(tenant, file)
      await rows.forget(tenant, conversation)
      await loose.forget(tenant, conversation)
    }
  }
}
