import type { Archive } from '../days/archive.ts'
import { openCold } from '../days/cold.ts'
import type { Query, Sql } from '../db/sql.ts'
import { partitions } from '../log/partitions.ts'
import { storedTenants } from '../log/verify-stored.ts'
import type { Fault } from '../log/verify.ts'
import { forgetStrangers } from './strangers.ts'
import { logMender, type LogMender, type MendedLog } from './mend-log.ts'
import { piecesOf, type Piece } from './pieces.ts'
import { prove } from './prove.ts'
import { redraw } from './redraw.ts'
import { salvage, type Salvaged } from './salvage.ts'
import { unwritten } from './unwritten.ts'

export type RepairOptions = {
  /** Nothing is written; it is only said what would be. */
  readonly dryRun: boolean
  /** See `salvage`. */
  readonly daring?: boolean
  readonly now?: () => number
  readonly progress?: (what: string, done: number) => void
}

/** What was mended of one workspace. `proven`: so far its log is the backup's; 0: the backup does not have it. */
export type Repaired = MendedLog & {
  readonly tenant: string
  readonly proven: number
  readonly tables: readonly string[]
  readonly fault: Fault | null
}

export type Repair = {
  readonly workspaces: readonly Repaired[]
  /** Rows under names that are nobody's. */
  readonly strange: number
  readonly salvaged: readonly Salvaged[]
  /** Nothing was written: it was a dry run, or a page is lost with more on it than the backup has. */
  readonly undone: boolean
}

/**
 * Mends what is stored from a backup of the same log that was inspected. `open` reads it from its first line:
 *
 *     pages that cannot be read ─ prove how far both are one log ─ events that are others, and files of cold days ─
 *     what is beside the log, from the events ─ commit
 *
 * Only the bytes that the chain wants are put anywhere. The keys stay as they are, so that who was erased stays so.
 */
export async function repairLog(
  sql: Sql,
  archive: Archive,
  open: () => AsyncIterable<string>,
  { dryRun, daring = true, now = Date.now, progress = () => {} }: RepairOptions
): Promise<Repair> {
  const place = dryRun ? unwritten(archive) : archive
  const told = counted(progress)
  const undone = new Error('undone')
  let repair: Repair | undefined
  try {
    await sql.everywhere.transaction(async query => {
      const salvaged = await salvage(query, { daring })
      const proven = await prove(query, told('compare', piecesOf(open())))
      const parts = { query, archive: place, partitions: partitions(sql), now: now() }
      const logs = new Map<string, MendedLog>()
      let mender: LogMender | null = null
      for await (const piece of told('mend', piecesOf(open()))) {
        mender ??= await logMender(parts, piece.tenant, proven.get(piece.tenant) ?? 0)
        await mender.take(piece)
        if (piece.next !== null) continue
        logs.set(piece.tenant, await mender.end())
        mender = null
      }
      const mended = await besideTheLogs(query, place, { logs, proven, now: now() })
      // Who knows such pages may still read them; what has left them is nowhere else.
      const isLoss = salvaged.some(one => one.lost > 0) && mended.workspaces.some(one => one.fault)
      repair = { ...mended, salvaged, undone: dryRun || isLoss }
      if (repair.undone) throw undone
    })
  } catch (error) {
    if (error !== undone) throw error
  }
  if (!repair) throw new Error('nothing was done')
  return repair
}

type Logs = {
  readonly logs: ReadonlyMap<string, MendedLog>
  readonly proven: ReadonlyMap<string, number>
  readonly now: number
}

async function besideTheLogs(query: Query, archive: Archive, { logs, proven, now }: Logs) {
  const door = { query, transaction: <T>(work: (query: Query) => Promise<T>) => work(query) }
  const cold = (await openCold({ everywhere: door }, archive)).anew()
  const strange = await forgetStrangers(query, [...logs.keys()])
  const workspaces: Repaired[] = []
  for (const tenant of await storedTenants({ everywhere: door })) {
    const log = logs.get(tenant) ?? { events: [], days: [], closed: [], left: [] }
    const redrawn = await redraw(query, tenant, cold, now)
    workspaces.push({ tenant, proven: proven.get(tenant) ?? 0, ...log, ...redrawn })
  }
  return { workspaces, strange }
}

/** Says how many events have passed. */
function counted(progress: (what: string, done: number) => void) {
  return async function* (what: string, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
    let done = 0
    for await (const piece of pieces) {
      yield piece
      done += piece.rows.length
      progress(what, done)
    }
  }
}
