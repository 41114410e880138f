import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { openCore, type Core } from '../../sync-server/core.ts'
import { openDatabase, openStore } from '../../sync-server/db/open.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { customers, received, replied, tenant, told } from './customers.ts'
import { freshDatabase, startPostgres } from '../support/postgres.ts'
import { long, postgres, median, quantile, report, timed, type Figure } from './figures.ts'
import { hotActor } from './hot-actor.ts'
import { hotMemory } from './hot-memory.ts'
import { rebuilt } from './rebuilt.ts'
import { steadily } from './steady.ts'
import { reading, writeYear } from './year.ts'

const sliceMs = 600
const rounds = 3
const filledWith = 50_000
const yearWith = 1_000_000

const directory = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
const logger = pino({ level: 'silent' })
const server = postgres ? await startPostgres() : undefined
const databaseUrl = server && (await freshDatabase(server.url))
const place = { dataDir: directory, databaseUrl }
const where = server ? ', on PostgreSQL' : ''
try {
  const sql = await openStore(place)
  const core = await openCore(sql, logger, { dataDir: directory })
  await sql.everywhere.query('create table bench_row (id bigint generated always as identity primary key, data text)')
  // The first commands compile the code and wake the database: no day begins twice.
  await slice([customers(core.actors).next])
  for (const writers of [1, 10, 100, 1000]) report(`log: durable commands${where}`, await appending(core, writers))
  report(`log: at a steady rate${where}`, await steadily(core, join(directory, 'bare')))
  if (!server) {
    report('log: a hot actor, without the disk', await hotActor())
    report('log: what is hot', await hotMemory())
  }

  await fill(core)
  const late = [...(await latest(core)), await rebuilt(core)]
  await core.close()
  report(`log: with ${filledWith} events${where}`, [...(await startingUp()), ...late])
  if (long) await aYear()
} finally {
  await server?.stop()
  rmSync(directory, { recursive: true, force: true })
}

type Slice = { readonly perSecond: number; readonly latencies: readonly number[] }

/** Commands of `writers` concurrent conversations, in turns with the bare disk and with plain rows: the same noise for all. */
async function appending(core: Core, writers: number): Promise<Figure[]> {
  const groups: number[] = []
  let bytes = 0
  const end = core.log.follow.onCommitted(({ events }) => {
    groups.push(events.length)
    bytes += Buffer.byteLength(JSON.stringify(events))
  })
  const ours: Slice[] = []
  const disk: Slice[] = []
  const rows: Slice[] = []
  const batches: Slice[] = []
  const file = await open(join(directory, 'bare'), 'a')
  const all = Array.from({ length: writers }, () => customers(core.actors))
  for (let round = 0; round < rounds; round++) {
    ours.push(await slice(all.map(one => one.next)))
    const events = groups.reduce((sum, group) => sum + group, 0)
    // What really went together in one commit, which is what the disk and the rows are given too.
    const together = Math.max(1, Math.round(events / groups.length))
    const event = 'x'.repeat(Math.round(bytes / events))
    const block = Buffer.from(event.repeat(together))
    const bare = async () => {
      await file.write(block)
      await file.datasync()
    }
    disk.push(inGroups(await slice([bare]), together))
    batches.push(inGroups(await slice([() => insertTogether(core.sql, event, together)]), together))
    rows.push(inGroups(await slice([() => insert(core.sql, event, together)]), together))
  }
  end()
  await file.close()
  const when = `${writers} at once`
  const rate = (slices: readonly Slice[]) => median(slices.map(one => one.perSecond))
  const late = (share: number) => (slices: readonly Slice[]) =>
    quantile(
      slices.flatMap(one => one.latencies),
      share
    )
  const beside = (what: string, unit: string, of: (slices: readonly Slice[]) => number): Figure[] => [
    { what, when, unit, value: of(ours), peer: { what: 'write + fdatasync', value: of(disk) } },
    { what, when, unit, value: of(ours), peer: { what: 'plain INSERTs', value: of(rows) } },
    { what, when, unit, value: of(ours), peer: { what: 'one batched INSERT', value: of(batches) } }
  ]
  return [
    { what: 'events in a commit', when, unit: '', value: median(groups) },
    ...beside('commands', '/s', rate),
    ...beside('latency p50', 'ms', late(0.5)),
    ...beside('latency p99', 'ms', late(0.99))
  ]
}

async function insertTogether(sql: Sql, data: string, times: number): Promise<void> {
  await sql.everywhere.query(
    'insert into bench_row (data) select data from jsonb_to_recordset($1::text::jsonb) as row (data text)',
    [JSON.stringify(Array.from({ length: times }, () => ({ data })))]
  )
}

/** Everybody goes on doing theirs, one after the other, until the slice is over. */
async function slice(everybody: readonly (() => Promise<void>)[]): Promise<Slice> {
  const latencies: number[] = []
  const start = performance.now()
  const work = async (next: () => Promise<void>) => {
    while (performance.now() - start < sliceMs) latencies.push(...(await timed(1, next)))
  }
  await Promise.all(everybody.map(work))
  return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies }
}

function inGroups({ perSecond, latencies }: Slice, together: number): Slice {
  return { perSecond: perSecond * together, latencies }
}

async function insert(sql: Sql, data: string, times: number): Promise<void> {
  await sql.everywhere.transaction(async query => {
    for (let i = 0; i < times; i++) await query('insert into bench_row (data) values ($1)', [data])
  })
}

async function aYear(): Promise<void> {
  const sql = await openStore(place)
  const ids = await writeYear(sql, yearWith, Date.now())
  await sql.close()
  const start = await startingUp()
  const core = await openCore(await openStore(place), logger, { dataDir: directory })
  report(`log: a year, ${yearWith} events${where}`, [...start, ...(await reading(core, ids))])
  await core.close()
}

/** One conversation of 400 messages, and as many short ones as it takes. */
async function fill(core: Core): Promise<void> {
  for (let i = 0; i < 200; i++) {
    await told(core.actors, received('long'))
    await told(core.actors, replied('long'))
  }
  const all = Array.from({ length: 500 }, () => customers(core.actors))
  const next = async (one: { next(): Promise<void> }) => {
    while ((await core.log.follow.head(tenant)) < filledWith) for (let i = 0; i < 10; i++) await one.next()
  }
  await Promise.all(all.map(next))
}

async function latest({ sql, log }: Core): Promise<Figure[]> {
  const hot = () => log.streams.last(tenant, 'conversation/long', 100)
  const last = () => {
    log.hot.forget(tenant, 'conversation/long')
    return hot()
  }
  const trip = () => sql.everywhere.query('select 1 as one', [])
  await timed(20, last)
  const peer = { what: 'two empty queries', value: 2 * median(await timed(200, trip)) }
  const took = await timed(200, last)
  return [
    { what: 'last 100 events, p50', when: 'hot', unit: 'ms', value: median(await timed(200, hot)), peer },
    { what: 'last 100 events, p50', when: 'warm', unit: 'ms', value: median(took), peer },
    { what: 'last 100 events, p99', when: 'warm', unit: 'ms', value: quantile(took, 0.99) }
  ]
}

async function startingUp(): Promise<Figure[]> {
  const database: number[] = []
  const core: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    if (!server) bare.push(await anEmptyOne())
    const since = performance.now()
    const sql = await openStore(place)
    database.push(performance.now() - since)
    const opened: Core[] = []
    core.push(...(await timed(1, async () => opened.push(await openCore(sql, logger, { dataDir: directory })))))
    for (const one of opened) await one.close()
  }
  const peer = bare.length > 0 && { peer: { what: 'an empty one, opened and closed', value: median(bare) } }
  return [
    { what: 'start: database', when: 'cleanly closed', unit: 'ms', value: median(database), ...peer },
    { what: 'start: openCore', when: 'cleanly closed', unit: 'ms', value: median(core) }
  ]
}

/** Milliseconds. */
async function anEmptyOne(): Promise<number> {
  const empty = mkdtempSync(join(tmpdir(), 'daybook-bench-empty-'))
  await (await openDatabase(empty)).close()
  const [took = 0] = await timed(1, async () => (await openDatabase(empty)).close())
  rmSync(empty, { recursive: true, force: true })
  return took
}
