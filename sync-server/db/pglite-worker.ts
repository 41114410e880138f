import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type Results } from '@electric-sql/pglite'
import { DurableFS } from './durable-fs.ts'
import { statements } from './pglite-statements.ts'
import type { Asked, Answered, Trouble } from './pglite.ts'
import { showSql } from './tenancy.ts'

/**
 * The thread PGlite lives in: it blocks while it syncs, and must not block the sockets.
 * Statements are run one after the other, in the order they were asked.
 */
const startParams = [
  // The one default that is left out is `-F`: never wait for the disk.
  ...PGlite.defaultStartParams.filter(parameter => parameter !== '-F'),
  ...[
    'wal_sync_method=fsync',
    'full_page_writes=on',
    'synchronous_commit=on',
    'shared_buffers=16MB',
    // To analyze a day's table by three thousand rows stops this thread for a tenth as long as by thirty thousand.
    'default_statistics_target=10'
  ].flatMap(setting => ['-c', setting])
]

const port = parentPort
if (!port) throw new Error('this file is a worker thread')

let lastWords = 'PostgreSQL has given up'
const pg = new PGlite({
  fs: new DurableFS(workerData as string, die),
  startParams,
  onStderr(line) {
    if (line.includes('PANIC')) lastWords = line
    return false
  }
})

/** Ends this thread on the spot, in whatever statement it is. */
function die(): never {
  port?.postMessage({ id: -1, trouble: { message: lastWords, fatal: true } } satisfies Answered)
  process.exit(1)
}

const run = statements(pg)

let turn = pg.waitReady.then(takeRole).then(
  () => port.postMessage({ id: 0, rows: [] } satisfies Answered),
  (error: unknown) => port.postMessage({ id: 0, trouble: troubleOf(error) } satisfies Answered)
)

port.on('message', (asked: Asked) => {
  turn = turn.then(() => answer(asked)).then(answered => port.postMessage(answered))
})

/**
 * PGlite signs in as superuser, before whom row-level security is nothing. The everyday role owns what it makes, and
 * vacuums PostgreSQL's own tables, which nobody else does here; the forced policies hold for the owner too.
 */
async function takeRole(): Promise<void> {
  const { rows } = await pg.query(`select from pg_roles where rolname = 'daybook'`)
  if (rows.length === 0) {
    await pg.exec(`
      create role daybook nologin;
      grant pg_checkpoint to daybook;
      alter schema public owner to daybook;`)
  }
  const kept = await pg.query(`select where pg_has_role('daybook', 'pg_maintain', 'member')`)
  if (kept.rows.length === 0) await pg.exec('grant pg_maintain to daybook')
  await pg.exec('set role daybook')
}

/** Whose rows can be seen just now. */
let shown: string | undefined

async function show(tenants: string): Promise<void> {
  if (tenants === shown) return
  await run(showSql, [tenants])
  shown = tenants
}

async function answer(asked: Asked): Promise<Answered> {
  try {
    if (asked.kind === 'close') {
      await pg.close()
      return { id: asked.id, rows: [] }
    }
    await show(asked.tenants)
    const result = asked.values ? await run(asked.text, asked.values) : (await pg.exec(asked.text)).at(-1)
    return { id: asked.id, ...outcome(result) }
  } catch (error) {
    return { id: asked.id, trouble: troubleOf(error) }
  }
}

function outcome(
  result: Pick<Results<unknown>, 'rows' | 'command'> | undefined
): { rows: unknown[]; command?: string } | { trouble: Trouble } {
  // PGlite swallows a crash inside PostgreSQL and answers with nothing. Nothing is not success.
  if (result?.command === undefined)
    return { trouble: { message: 'the database gave no answer', code: 'gone', fatal: true } }
  return { rows: result.rows, command: result.command }
}

function troubleOf(error: unknown): Trouble {
  const { message = String(error), code, detail, severity } = error as Partial<NoticeOfTrouble>
  // After these PostgreSQL has left, and PGlite would wait for its next answer for ever.
  const fatal = severity === 'PANIC' || severity === 'FATAL'
  return { message, fatal, ...(code && { code }), ...(detail && { detail }) }
}

type NoticeOfTrouble = { message: string; code: string; detail: string; severity: string }
