import { erasedBy, type StreamKind } from '../../shared/catalog.ts'
import type { Sql } from '../db/sql.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import { acks, type Acks } from './acks.ts'
import { carries, type Carries } from './carries.ts'
import { committer, type Committer, type CommitterOptions } from './commit.ts'
import { noColdDays, steadily, type ColdDays } from './cold.ts'
import type { Follow } from './follow.ts'
import { follower, type FollowerOptions } from './follower.ts'
import { latelyHeard } from './lately-heard.ts'
import { partitions } from './partitions.ts'
import { positions } from './positions.ts'
import { hotStreams, type Hot } from './hot.ts'
import { streams, type Streams } from './read.ts'
import { inTheClear } from './sealing.ts'
import { sharedReading } from './shared-reading.ts'
import { states, type States } from './states.ts'
import { openTail, type Tail } from './tail.ts'
import { storedAfter } from './stored.ts'
import type { StoredRow } from './stored-row.ts'
import { endOf, heardAt, since } from './since.ts'

/** The server's log of all tenants: what can be written to it, read from it and heard of it. */
export type Log = {
  readonly commit: Pick<Committer, 'append' | 'judge' | 'waiting'>
  readonly follow: Follow
  readonly streams: Streams
  readonly states: States
  readonly carries: Pick<Carries, 'forget'>
  readonly hot: Pick<Hot, 'forget' | 'size'>
  /** Rows after `seq` exactly as they are stored, wherever they lie, at most `limit`; none at the end of the log. */
  stored(tenant: string, seq: number, limit: number): Promise<readonly StoredRow[]>
  /** The days that are no longer in the database. */
  readonly cold: ColdDays
  readonly acks: Acks
  /** Where the tenant's log stood after what this cause made true; `undefined` when it was never heard. */
  heardAt(tenant: string, cause: string): Promise<number | undefined>
  /** The same, if it is at hand: `undefined` says nothing. */
  heardLately(tenant: string, cause: string): number | undefined
  /** Made with the database. A log that was restored from a backup must get a new one. */
  readonly incarnation: string
  /** Lets what is waiting be written, then ends the timer. The database stays open. */
  close(): Promise<void>
}

/** `cold`: the days that are no longer in the database; `shape` tells folds apart. */
export type LogOptions = CommitterOptions &
  FollowerOptions & {
    readonly hotBytes?: number
    readonly cold?: ColdDays
    readonly shape?: (kind: StreamKind) => string
  }

/** As long as clients keep the commands that were answered. */
const acksKeptDays = 7

/** The schema must be there: `migrate(sql, logMigrations)`. */
export async function openLog(sql: Sql, options: LogOptions = {}): Promise<Log> {
  const { now = Date.now, report = () => {}, cold = noColdDays, sealing = inTheClear } = options
  const days = partitions(sql)
  // On a full disk nothing is made ahead; the append that needs a day makes it when there is room.
  await days.makeAhead(now()).catch(report)
  const read: Follow['since'] = (tenant, seq, limit) => since(sql, cold, sealing, tenant, seq, limit)
  const commit = committer(sql, days, read, options)
  const judged = acks(sql, commit)
  // The first to hear of a commit: whoever hears of it next may read what is hot.
  const hot = hotStreams(streams(sql, cold, sealing), commit.onCommitted, options.hotBytes)
  const carried = carries(sql, sealing.beside, options.shape)

  const lately = latelyHeard()
  commit.onCommitted(lately.hear)
  const tail = openTail()
  commit.onCommitted(tail.hear)
  commit.onCommitted(({ tenant, events }) => {
    // What is in memory of it was read before.
    for (const { stream, fact } of events) if (erasedBy(fact) !== null) hot.forget(tenant, stream)
  })

  async function keepHouse(): Promise<void> {
    await days.makeAhead(now())
    await judged.forgetBefore(now() - acksKeptDays * dayMs)
  }
  // An hourly look costs nothing, and a server that slept over midnight still has days in hand.
  const hourly = setInterval(() => void keepHouse().catch(error => report(error)), dayMs / 24)
  hourly.unref()

  return {
    commit,
    follow: followed(sql, read, commit, tail, options),
    streams: hot,
    hot,
    states: states(hot, carried, cold, report),
    carries: carried,
    stored: (tenant, seq, limit) => steadily(cold, () => storedAfter(sql.of(tenant).query, tenant, seq, limit, cold)),
    cold,
    acks: judged,
    heardAt: async (tenant, cause) => lately.at(tenant, cause) ?? heardAt(sql, tenant, cause),
    heardLately: lately.at,
    incarnation: await incarnationOf(sql),
    async close() {
      clearInterval(hourly)
      await commit.idle()
    }
  }
}

function followed(
  sql: Sql,
  stored: Follow['since'],
  { onCommitted }: Committer,
  tail: Tail,
  options: FollowerOptions
): Follow {
  const { saveAfterMs = 1000, report = () => {} } = options
  const kept = positions(sql, saveAfterMs, error => report(error, 'positions'))
  const read: Follow['since'] = async (tenant, seq, limit) => {
    const near = tail.after(tenant, seq, limit)
    return near.length > 0 ? near : stored(tenant, seq, limit)
  }
  const end = sharedReading((tenant: string) => endOf(sql, tenant))
  return {
    onCommitted,
    since: read,
    head: async tenant => (await end(tenant)).seq,
    end,
    follower: (name, handle, gatherMs) =>
      follower({ sql, onCommitted, since: read, positions: kept }, name, handle, { ...options, gatherMs })
  }
}

async function incarnationOf(sql: Sql): Promise<string> {
  const [found] = await sql.everywhere.query<{ value: string }>(`select value from meta where key = 'incarnation'`)
  if (!found) throw new Error('the log has no incarnation: its schema is not complete')
  return found.value
}
