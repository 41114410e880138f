import { isDeepStrictEqual } from 'node:util'
import type { Archive } from '../days/archive.ts'
import { decodeDay, encodeDay, DamagedDay, fileOf, sha256 } from '../days/day-file.ts'
import type { Query } from '../db/sql.ts'
import type { CountedDay } from '../log/counted-days.ts'
import type { StoredRow } from '../log/stored-row.ts'

/** What `closed_day` says of a day that is in the archive. */
export type ColdRow = CountedDay & { readonly file: string | null; readonly checksum: string | null }

export type ColdDay = {
  readonly tenant: string
  readonly counted: CountedDay
  readonly rows: readonly StoredRow[]
  /** Missing: it says another day, or another workspace. */
  readonly stored: ColdRow | undefined
}

/** `file`: it was written. `row`: what `closed_day` says was. */
export async function mendColdDay(query: Query, archive: Archive, day: ColdDay, now: number) {
  const { tenant, counted, stored } = day
  const whole = await wholeFile(archive, day)
  const file = whole ?? encoded(day)
  if (!whole) await archive.put(file.name, file.bytes)
  const { name, checksum } = file
  const truth: ColdRow = { ...counted, file: name, checksum }
  const isRight = stored !== undefined && isDeepStrictEqual(stored, truth)
  if (!isRight) await putColdRow(query, tenant, truth, now)
  return { file: !whole, row: !isRight }
}

type File = { readonly name: string; readonly checksum: string; readonly bytes: Uint8Array }

/** The file of these very events, whether or not `closed_day` knows it. */
async function wholeFile(archive: Archive, day: ColdDay): Promise<File | null> {
  const name = fileOf({ tenant: day.tenant, day: day.counted.day })
  const bytes = await archive.get(name)
  if (!bytes) return null
  try {
    const rows = decodeDay(name, bytes, headerOf(day))
    return isDeepStrictEqual(rows, day.rows) ? { name, bytes, checksum: sha256(bytes) } : null
  } catch (error) {
    if (error instanceof DamagedDay) return null
    throw error
  }
}

function encoded(day: ColdDay): File {
  const bytes = encodeDay({ ...headerOf(day), rows: day.rows })
  return { name: fileOf({ tenant: day.tenant, day: day.counted.day }), bytes, checksum: sha256(bytes) }
}

function headerOf({ tenant, counted: { day, first, last, events, root } }: ColdDay) {
  return { tenant, day, firstSeq: first, lastSeq: last, events, root }
}

async function putColdRow(query: Query, tenant: string, truth: ColdRow, now: number): Promise<void> {
  const { day, first, last, events, bytes, root, summary, file, checksum } = truth
  await query(
    `insert into closed_day
       (tenant, day, first_seq, last_seq, events, bytes, root, summary, file, checksum, closed_at, archived_at, cold_at)
     values ($1, $2::text::date, $3, $4, $5, $6, $7, $8::text::json, $9, $10, $11, $11, $11)
     on conflict (tenant, day) do update set first_seq = excluded.first_seq, last_seq = excluded.last_seq,
       events = excluded.events, bytes = excluded.bytes, root = excluded.root, summary = excluded.summary,
       file = excluded.file, checksum = excluded.checksum`,
    [tenant, day, first, last, events, bytes, root, JSON.stringify(summary), file, checksum, now]
  )
}
