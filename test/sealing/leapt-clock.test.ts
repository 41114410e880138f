import { afterAll, beforeAll, expect, test } from 'vitest'
import { pino } from 'pino'
import { dayMs } from '../../shared/kernel/day.ts'
import { openThreads, type Threads } from '../../sync-server/conversations/threads.ts'
import { retention } from '../../sync-server/erasing/start-retention.ts'
import { given, inboxOf, shop } from './given.ts'

const here = given()
let threads: Threads
const silent = pino({ level: 'silent' })

beforeAll(() => {
  const { sql, actors, log } = here.core
  threads = openThreads(sql, actors, log.follow)
})
afterAll(() => threads.stop())

/** A conversation that was resolved just now, in an inbox that keeps them for so long. */
async function resolved(days = 30) {
  const ours = await shop(here)
  await ours.tell({ type: 'inbox.set-retention', inbox: inboxOf(ours.tenant), days })
  const { conversation } = await ours.writes('Ada', 'hello')
  const state = () => here.core.actors.state(ours.tenant, 'conversation', conversation)
  await ours.tell({ type: 'conversation.resolve', conversation, seen: (await state()).lastReceived })
  await threads.caughtUp()
  return async () => (await state()).status
}

test.each([
  ['before it was started', 100, 0],
  ['while it runs', 0, 100]
])('a clock that leapt ahead %s erases nothing for a day, in which it may be set right', async (_when, first, then) => {
  const status = await resolved()
  let [ahead, running] = [first * dayMs, 0]
  const clocks = { now: () => Date.now() + ahead + running, elapsed: () => running }
  const round = await retention(here.core, silent, clocks)
  await round()
  ahead = then === 0 ? ahead : then * dayMs
  running += dayMs / 24
  await round()
  expect(await status()).toBe('resolved')
  ahead = 0
  running += 2 * dayMs
  await round()
  expect(await status()).toBe('resolved')
})

test('one that stays so for a day is believed, and a server that was away for two is not held up', async () => {
  const status = await resolved()
  let running = 0
  const round = await retention(here.core, silent, {
    now: () => Date.now() + 100 * dayMs + running,
    elapsed: () => running
  })
  await round()
  expect(await status()).toBe('resolved')
  running += dayMs
  await round()
  expect(await status()).not.toBe('resolved')

  const soon = await resolved(1)
  const away = { now: () => Date.now() + 2 * dayMs, elapsed: () => 0 }
  await (
    await retention(here.core, silent, away)
  )()
  expect(await soon()).not.toBe('resolved')
})
