import { statfsSync } from 'node:fs'
import { DatabaseError } from './database-error.ts'
import { withDoors, type Query, type Sql } from './sql.ts'
import { unsynced } from './unsynced.ts'

const lookAgainAfterMs = 500
const mega = 1024 * 1024

export type RoomOptions = {
  /** Below this many free bytes nothing is written any more. */
  readonly reserve?: number
  readonly freeBytes?: (directory: string) => number
}

/**
 * Refuses to write while the disk is almost full. PostgreSQL cannot go on when it has no room for its write-ahead log:
 * it would stop in the middle of a commit. This way it goes on reading, and writes again when there is room.
 */
export function withRoom(
  sql: Sql,
  directory: string,
  { reserve = 64 * mega, freeBytes = free }: RoomOptions = {}
): Sql {
  let lookedAt = -Infinity
  let left = Infinity

  function demandRoom(): void {
    if (performance.now() - lookedAt > lookAgainAfterMs || left < reserve) {
      lookedAt = performance.now()
      left = freeBytes(directory)
    }
    if (left < reserve) throw new DatabaseError({ message: fullWords(directory, left, reserve), code: 'storage-full' })
  }

  const guarded =
    (query: Query): Query =>
    async (text, values) => {
      if (!onlyReads(text) && !mayUseReserve(text)) demandRoom()
      return query(text, values)
    }
  return withDoors(sql, door => ({
    query: guarded(door.query),
    // One that only reads goes on: a full disk is to be backed up, and moved away from.
    transaction: work => door.transaction(query => work(guarded(query)))
  }))
}

function fullWords(directory: string, left: number, reserve: number): string {
  const [has, needs] = [Math.floor(left / mega), Math.ceil(reserve / mega)]
  const toDo = `Make room there for ${needs - has} MB at least, better for a few hundred: until then nothing is written.`
  return `The disk of ${directory} is full: ${has} MB are free, and Daybook needs ${needs} to go on writing. ${toDo}`
}

function onlyReads(text: string): boolean {
  if (/^\s*with\b/i.test(text)) return !/\b(insert|update|delete|merge)\b/i.test(text)
  return /^\s*(select|show|explain|set transaction|declare|fetch|close)\b/i.test(text) && !/\bfor update\b/i.test(text)
}

/** Stands in a statement of a row or two with which an operator leaves a full disk. */
export const fromReserve = '/* from the reserve */'

/**
 * What is drawn from the log may use the reserve too: it takes little, and ends with the log. A device that comes back
 * waits for these rows, and is to read while nothing can be written.
 */
function mayUseReserve(text: string): boolean {
  return text.includes(unsynced) || text.includes(fromReserve)
}

function free(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}
