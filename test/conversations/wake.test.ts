import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { actors as openActors } from '../../sync-server/actors/actors.ts'
import { openThreads } from '../../sync-server/conversations/threads.ts'
import { wakeWhenSnoozeEnds } from '../../sync-server/conversations/when-snooze-ends.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** A server that only wakes. */
async function server() {
  const log = await openLog(db.sql)
  const actors = openActors(log)
  const threads = openThreads(db.sql, actors, log.follow)
  const waking = wakeWhenSnoozeEnds(threads, actors, pino({ level: 'silent' }))
  return {
    log,
    actors,
    threads,
    async stop() {
      await waking.stop()
      await threads.stop()
      await log.close()
    }
  }
}

type Server = Awaited<ReturnType<typeof server>>

async function snoozedFor(ms: number, { actors }: Server) {
  const tenant = freshTenant()
  const conversation = randomUUID()
  const tell = async (command: Bare<AnyCommand>) => {
    const whole = { ...command, id: randomUUID(), at: Date.now() }
    await actors.tell(tenant, whole, now => trustedContext({ kind: 'agent', id: 'ada' }, now))
  }
  const message = randomUUID()
  const said = {
    inbox: 'i',
    platform: 'webchat',
    contact: 'c',
    message,
    content: { kind: 'text' as const, text: 'hi' }
  }
  await tell({ type: 'conversation.receive', conversation, ...said })
  const until = Date.now() + ms
  await tell({ type: 'conversation.snooze', conversation, until, seen: message })
  return { tenant, conversation, until }
}

type Snoozed = Awaited<ReturnType<typeof snoozedFor>>

/** When it was woken, each time. */
const wakes = async ({ log }: Server, { tenant, conversation }: Snoozed) =>
  (await log.streams.all(tenant, `conversation/${conversation}`))
    .filter(one => one.fact.type === 'conversation.woken')
    .map(one => one.recordedAt)

async function untilAwake(one: Server, snoozed: Snoozed) {
  const giveUpAt = Date.now() + 8000
  const status = async () => (await one.actors.state(snoozed.tenant, 'conversation', snoozed.conversation)).status
  while ((await status()) !== 'open') {
    if (Date.now() > giveUpAt) throw new Error('it never woke')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

test('a snoozed conversation wakes when its time has come, not before, and once', async () => {
  const one = await server()
  const snoozed = await snoozedFor(700, one)
  await untilAwake(one, snoozed)
  await new Promise(resolve => setTimeout(resolve, 600))
  const [woken, ...again] = await wakes(one, snoozed)
  expect(woken).toBeGreaterThanOrEqual(snoozed.until)
  expect(again).toEqual([])
  await one.stop()
})

test('what came due while the server was away wakes when it is back', async () => {
  const before = await server()
  const snoozed = await snoozedFor(500, before)
  await before.stop()
  await new Promise(resolve => setTimeout(resolve, 600))
  const after = await server()
  await untilAwake(after, snoozed)
  expect(await wakes(after, snoozed)).toHaveLength(1)
  await after.stop()
})

test('the rows of conversations can be drawn again from the log, and are the same', async () => {
  const one = await server()
  const snoozed = await snoozedFor(3_600_000, one)
  const rows = () => db.sql.everywhere.query('select * from thread where tenant = $1', [snoozed.tenant])
  await one.threads.hot(snoozed.tenant, 'ada', 0)
  const live = await rows()
  expect(live).toMatchObject([{ conversation: snoozed.conversation, status: 'snoozed', inbox: 'i' }])
  await one.stop()
  await db.sql.everywhere.query('delete from thread')
  await db.sql.everywhere.query(`delete from follower where name = 'threads'`)
  const again = await server()
  await again.threads.hot(snoozed.tenant, 'ada', 0)
  expect(await rows()).toEqual(live)
  await again.stop()
})
