import { Damaged } from '../backup/damaged.ts'
import { Misconfigured } from '../config.ts'
import { ArchiveUnreachable } from '../days/archive.ts'
import { DamagedDay } from '../days/day-file.ts'
import { DatabaseError } from '../db/database-error.ts'
import { DirectoryRefused } from '../db/lock.ts'
import { DatabaseRefused } from '../db/postgres-lock.ts'
import { UnsafeDatabase } from '../db/safety.ts'

/** What the operator asked for cannot be done: its sentence, and exit code 1. */
export class Refused extends Error {}

/** What the operator asked for makes no sense as it was written: its sentence, and exit code 2. */
export class Misused extends Error {}

/** Is it said in a sentence what the operator has to do? Anything else is a bug, or a machine that is broken. */
export function isSaid(error: unknown): error is Error {
  if (error instanceof DatabaseError) return error.code === 'storage-full'
  return [
    Misused,
    Refused,
    Damaged,
    DamagedDay,
    ArchiveUnreachable,
    Misconfigured,
    DirectoryRefused,
    DatabaseRefused,
    UnsafeDatabase
  ].some(kind => error instanceof kind)
}
