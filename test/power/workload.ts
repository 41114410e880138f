import type { Fact } from '../../shared/kernel/message.ts'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { migrate } from '../../sync-server/db/migrate.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { migrations } from '../../sync-server/schema.ts'
import { noted } from '../log/noted.ts'
import { chance } from './chance.ts'
import { note } from './recorder.ts'

/**
 * The life of a data directory, from its first start, seeded: appends of all sizes to several streams of several tenants,
 * days that pass, checkpoints, a restart. Run under the recorder; says before what it will append and after what was acknowledged.
 */
const [, , directory = '', seed = '', rounds = ''] = process.argv
const fate = chance(Number(seed))
const tenants = ['one', 'two', 'three']
const perRound = 6
let clock = Date.parse('2031-05-30T22:00:00Z')

type Place = { readonly tenant: string; readonly key: string; version: number; n: number }
const places: Place[] = tenants.flatMap(tenant => ['a', 'b', 'c'].map(key => ({ tenant, key, version: 0, n: 0 })))

async function append({ commit }: Log, place: Place): Promise<void> {
  const { tenant, key } = place
  const cause = `${key}:${++place.n}`
  const letters = fate.happens(0.05) ? 100_000 : fate.below(600)
  const text = Array.from({ length: letters / 8 }, () => fate.below(2 ** 31).toString(36)).join(' ')
  const facts: Fact[] = Array.from({ length: 1 + fate.below(3) }, () => noted(cause, text))
  note({ is: 'attempt', tenant, cause, count: facts.length, client: key })
  const ticket = { client: key, n: place.n }
  const stream = `conversation/${key}` as const
  const outcome = await commit.append({ tenant, stream, version: place.version, facts, scope: 'inbox:i', ticket })
  if (outcome.result !== 'appended') throw new Error(`${cause} was answered ${outcome.result}`)
  place.version += facts.length
  note({ is: 'acknowledged', tenant, cause, seq: outcome.seq })
}

async function live(sql: Sql, log: Log): Promise<void> {
  for (let round = 0; round < Number(rounds) / 2; round++) {
    const chosen = new Set(Array.from({ length: perRound }, () => fate.oneOf(places)))
    await Promise.all([...chosen].map(place => append(log, place)))
    clock += fate.below(3 * 3_600_000)
    if (fate.happens(0.1)) await sql.everywhere.query('checkpoint')
    if (fate.happens(0.03)) await sql.everywhere.query('vacuum (analyze) head')
  }
}

lockDirectory(directory)
for (let start = 0; start < 2; start++) {
  const sql = await openDatabase(directory)
  await migrate(sql, migrations)
  const log = await openLog(sql, { now: () => clock })
  await live(sql, log)
  await log.close()
  await sql.close()
}
