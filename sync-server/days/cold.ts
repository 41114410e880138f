import type { Sql } from '../db/sql.ts'
import type { ColdDays } from '../log/cold.ts'
import type { StoredRow } from '../log/stored-row.ts'
import type { Archive } from './archive.ts'
import { DamagedDay, decodeDay, sha256, type DayFile } from './day-file.ts'
import { recent } from './recent.ts'

/** A day that has its file, as `closed_day` has it. */
export type ArchivedDay = Omit<DayFile, 'rows'> & { readonly file: string; readonly checksum: string }

export type Cold = ColdDays & {
  /** From now on these days are read from the archive. Called before they leave the database. */
  became(days: readonly ArchivedDay[]): void
  /** @throws DamagedDay, also when the file is gone. */
  read(day: ArchivedDay): Promise<readonly StoredRow[]>
  /** The same days, each file read anew: what is in memory proves nothing. */
  anew(): ColdDays
}

/** So many events of cold days stay decoded in memory. */
const mostEventsKept = 50_000

/** Enough for whoever reads on from page to page in one file. */
const readOnce = 1

/** Knows every cold day of every tenant, and reads them from the archive. */
export async function openCold(sql: Pick<Sql, 'everywhere'>, archive: Archive): Promise<Cold> {
  const byTenant = new Map<string, ArchivedDay[]>()
  let epoch = 0

  function became(days: readonly ArchivedDay[]): void {
    for (const one of days) {
      const known = byTenant.get(one.tenant) ?? []
      if (known.some(({ day }) => day === one.day)) continue
      byTenant.set(
        one.tenant,
        [...known, one].toSorted((a, b) => a.firstSeq - b.firstSeq)
      )
    }
    epoch += 1
  }
  async function read(day: ArchivedDay): Promise<readonly StoredRow[]> {
    const bytes = await archive.get(day.file)
    if (!bytes) throw new DamagedDay(day.file, day, 'it is not there')
    const rows = decodeDay(day.file, bytes, day)
    if (sha256(bytes) !== day.checksum) throw new DamagedDay(day.file, day, 'it is not the one that was written')
    return rows
  }
  function reads(most: number): ColdDays {
    const kept = recent<readonly StoredRow[]>(most)
    const sizeOf = (rows: readonly StoredRow[]) => rows.length
    return {
      get epoch() {
        return epoch
      },
      newest: tenant => byTenant.get(tenant)?.at(-1),
      ...coldReads(
        tenant => byTenant.get(tenant) ?? [],
        day => kept.get(day.file, () => read(day), sizeOf)
      )
    }
  }

  const rows = await sql.everywhere.query<ArchivedDay>(
    `select tenant, day::text as day, first_seq as "firstSeq", last_seq as "lastSeq", events, root, file, checksum
     from closed_day where cold_at is not null order by tenant, day`
  )
  for (const [tenant, days] of Map.groupBy(rows, one => one.tenant)) byTenant.set(tenant, days)

  const cold = reads(mostEventsKept)
  return {
    ...cold,
    get epoch() {
      return epoch
    },
    became,
    read,
    anew: () => reads(readOnce)
  }
}

type Reads = Pick<ColdDays, 'after' | 'ofStream'>

/** Opens the files of as few days as it can. */
function coldReads(
  daysOf: (tenant: string) => readonly ArchivedDay[],
  rowsOf: (day: ArchivedDay) => Promise<readonly StoredRow[]>
): Reads {
  return {
    async after(tenant, seq, limit) {
      const wanted = daysOf(tenant).filter(day => day.lastSeq > seq && day.firstSeq <= seq + limit)
      const parts: (readonly StoredRow[])[] = []
      for (const day of wanted) parts.push((await rowsOf(day)).filter(row => row.seq > seq && row.seq <= seq + limit))
      return parts.flat()
    },
    async ofStream(tenant, stream, from, to, first) {
      const parts: StoredRow[][] = []
      for (const day of daysOf(tenant).toReversed()) {
        if (day.day < first || parts.at(-1)?.[0]?.version === from) break
        const rows = await rowsOf(day)
        const mine = rows.filter(row => row.stream === stream && row.version >= from && row.version <= to)
        if (mine.length > 0) parts.push(mine)
      }
      return parts.toReversed().flat()
    }
  }
}
