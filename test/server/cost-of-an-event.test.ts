import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openThreads, type Threads } from '../../sync-server/conversations/threads.ts'
import { openCore, type Core } from '../../sync-server/core.ts'
import { withDoors, type Query } from '../../sync-server/db/sql.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { startReactions } from '../../sync-server/reactions.ts'
import { openPictures } from '../../sync-server/routing/pictures.ts'
import { startRouting, type Routing } from '../../sync-server/routing/start-routing.ts'
import { refund } from '../automation/rules.ts'
import { shop, type Shop } from '../sealing/given.ts'
import { database } from '../support/database.ts'

const db = database()
const logger = pino({ level: 'silent' })
const dataDir = mkdtempSync(join(tmpdir(), 'daybook-test-'))
/** What the database was asked, each with what begins a transaction. */
let asked: string[] = []
let core: Core
let threads: Threads
let routing: Routing
let reactions: { stop(): Promise<void> }
let ours: Shop

/** A whole server without its doors to the outside: all that follows from what is there, as when it runs. */
beforeAll(async () => {
  const counted =
    (query: Query): Query =>
    (text, values) => {
      asked.push(text.trim())
      return query(text, values)
    }
  const sql = withDoors(db.sql, door => ({
    query: counted(door.query),
    transaction(work) {
      asked.push('begin')
      return door.transaction(query => work(counted(query)))
    }
  }))
  core = await openCore(sql, logger, { dataDir })
  const { actors, log, files, secrets, baseUrlOf } = core
  threads = openThreads(sql, actors, log.follow)
  routing = await startRouting({ ...log, actors, pictures: openPictures(sql), report: logger.error.bind(logger) })
  const unfinished = unfinishedSends(sql)
  const sending = { ...log, actors, secrets, platformOf, baseUrlOf, logger, unfinished, openFile: files.open }
  const following = { ...core, threads, routing, sending, logger }
  reactions = await startReactions({ ...following, filesCleared: () => undefined, callsTo: [] })
  ours = await shop({ core })
})
afterAll(async () => {
  await reactions.stop()
  await core.log.close()
  rmSync(dataDir, { recursive: true })
})

/** What each statement is about: the first table it names. */
const tables = () => asked.map(text => aboutSql.exec(text)?.[1] ?? text)
const aboutSql = /(?:update|into|from)\s+(?!\(|jsonb_)(\w+)/
/** Everybody who follows has been there, and has it written down, which is a little after it came there. */
const settled = () =>
  vi.waitFor(
    async () => {
      const there = await db.sql.everywhere.query<{ name: string }>(
        `select name from follower join tenant_head using (tenant)
         where tenant = $1 and follower.seq = tenant_head.seq order by name`,
        [ours.tenant]
      )
      expect(there.map(({ name }) => name)).toEqual(followers)
    },
    { timeout: 30_000 }
  )
const followers =
  'automations away-messages cards contact-handles contact-links erasing left-alone media routing sending sla threads workflows'.split(
    ' '
  )

test('what nobody waits for costs its own commit, and rows that are drawn for many together', async () => {
  const { conversation } = await ours.writes('maya', 'Hello')
  await ours.tell({ type: 'automation.publish', automation: 'a', onVersion: 0, rule: refund })
  await ours.tell({ type: 'conversation.note', conversation, text: 'the first' })
  await settled()
  asked = []
  for (let i = 0; i < 10; i++) await ours.tell({ type: 'conversation.note', conversation, text: `note ${i}` })
  await settled()
  const of = Map.groupBy(tables(), table => table)
  expect(of.get('tenant_head')).toHaveLength(10)
  expect([...of.keys()].toSorted()).toEqual(['follower', 'tenant_head', 'thread'])
  expect(of.get('thread')!.length).toBeLessThan(10)
})
