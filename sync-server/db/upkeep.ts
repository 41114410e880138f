import type { Sql } from './sql.ts'

export type UpkeepOptions = {
  readonly everyMs?: number
  /** A checkpoint when the write-ahead log has grown by this much, or `quietMs` after the last one if it has grown at all. */
  readonly walBytes?: number
  readonly quietMs?: number
  /** Rows are frozen when so many transactions have gone by. At 2,147 million they would count as not written yet. */
  readonly freezeAfter?: number
  readonly now?: () => number
  /** Throws where there is no room: then the checkpoint waits for the next look. */
  readonly demandRoom?: () => void
  /** Brings to the disk, beside everybody's statements, what a checkpoint would else have to. */
  readonly syncAhead?: () => Promise<void>
}

export type Upkeep = {
  /** One look, and what it finds to do. */
  look(): Promise<void>
  stop(): Promise<void>
}

/**
 * What a PostgreSQL server does in the background and PGlite does not: checkpoints, so that its write-ahead log does not
 * grow for ever; vacuum, so that the small tables that every commit updates stay small; freeze, so that the numbers of
 * transactions can come round, where PGlite alone would lose old rows without a word; analyze, so that plans stay good.
 */
export function keepUp({ everywhere }: Sql, report: (error: unknown) => void, options: UpkeepOptions = {}): Upkeep {
  const { everyMs = 10_000, walBytes = 64 * 1024 * 1024, quietMs = 300_000, freezeAfter = 200_000_000 } = options
  const { now = Date.now, demandRoom, syncAhead } = options
  let mark = { lsn: '0/0', at: 0 }

  async function look(): Promise<void> {
    await checkpoint()
    // One table at a look: nobody waits long for their turn behind it.
    const [old] = await everywhere.query<{ name: string }>(agedSql, [freezeAfter])
    if (old) return void (await everywhere.query(`vacuum (freeze) ${old.name}`))
    const [tired] = await everywhere.query<{ name: string; dead: boolean }>(tiredSql)
    if (tired) await everywhere.query(`${tired.dead ? 'vacuum (analyze)' : 'analyze'} ${tired.name}`)
  }

  async function checkpoint(): Promise<void> {
    const [wal] = await everywhere.query<{ grown: number }>(grownSql, [mark.lsn])
    const grown = wal?.grown ?? 0
    const due = grown > walBytes || (grown > 0 && now() - mark.at >= quietMs)
    if (!due) return
    demandRoom?.()
    await syncAhead?.()
    await everywhere.query('checkpoint')
    const [end] = await everywhere.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn')
    mark = { lsn: end?.lsn ?? mark.lsn, at: now() }
  }

  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(look).catch(report)
  }, everyMs)
  timer.unref()
  return {
    look,
    async stop() {
      clearInterval(timer)
      await looking
    }
  }
}

const grownSql = 'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn)::bigint as grown'

const agedSql = `
  select relation.oid::regclass::text as name
  from pg_class as relation left join pg_class as toast on toast.oid = relation.reltoastrelid
  where relation.relkind in ('r', 'm')
    and greatest(age(relation.relfrozenxid), age(toast.relfrozenxid)) > $1::int
  order by greatest(age(relation.relfrozenxid), age(toast.relfrozenxid)) desc limit 1`

const tiredSql = `
  select relid::regclass::text as name, n_dead_tup > 1000 + n_live_tup / 5 as dead
  from pg_stat_all_tables
  where schemaname <> 'pg_toast' and (n_dead_tup > 1000 + n_live_tup / 5 or n_mod_since_analyze > 1000 + n_live_tup)
  order by dead desc, n_mod_since_analyze desc limit 1`
