import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openCore } from '../../sync-server/core.ts'
import { withDoors } from '../../sync-server/db/sql.ts'
import { given, shop } from './given.ts'

const here = given()

/** A server whose database may write what it is told and go away before it says so. */
async function shaky() {
  let goesAway = false
  const sayNothing = () => {
    if (!goesAway) return
    goesAway = false
    throw new Error('the connection is gone')
  }
  const sql = withDoors(here.core.sql, door => ({
    async query(text, values) {
      const rows = await door.query(text, values)
      if (text.includes('insert into event')) sayNothing()
      return rows as never
    },
    async transaction(work) {
      const done = await door.transaction(work)
      sayNothing()
      return done
    }
  }))
  const core = await openCore(sql, pino({ level: 'silent' }), { dataDir: here.dataDir })
  onTestFinished(() => core.log.close())
  return { core, loses: () => void (goesAway = true) }
}

/** Ada's conversation, which its inbox has kept long enough. */
async function resolved() {
  const ours = await shop(here)
  const { core, loses } = await shaky()
  const at = await ours.writes('Ada', 'said-old', core)
  const { conversation } = at
  const { lastReceived: seen } = await core.actors.state(ours.tenant, 'conversation', conversation)
  await ours.tell({ type: 'conversation.resolve', conversation, seen }, core)
  const erase = { type: 'conversation.erase', conversation, resolvedBy: Date.now() + 1000 } as const
  return {
    core,
    loses,
    at,
    erase: () => ours.tell(erase, core),
    writes: () => ours.writes('Ada', 'said-new', core),
    async said(who: typeof core) {
      const facts = await who.log.streams.all(ours.tenant, `conversation/${conversation}`)
      return JSON.stringify(facts.map(({ fact }) => fact))
    }
  }
}
const nobodyKnows = { code: 'not-stored' }

test('what a customer writes after an erasure that nobody heard of is read by the next server, and nothing before it is', async () => {
  const { core, loses, at, erase, writes, said } = await resolved()
  loses()
  await expect(erase()).rejects.toMatchObject(nobodyKnows)
  expect(await writes()).toEqual(at)
  const fresh = await here.again()
  onTestFinished(() => fresh.log.close())
  for (const one of [core, fresh]) {
    expect(await said(one)).toContain('said-new')
    expect(await said(one)).not.toContain('said-old')
  }
})

test('words under a new key that nobody heard of are read, also before the next start', async () => {
  const { core, loses, erase, writes, said } = await resolved()
  await erase()
  // Now it is in memory that there is no key.
  expect(await said(core)).not.toContain('said-old')
  loses()
  await expect(writes()).rejects.toMatchObject(nobodyKnows)
  await writes()
  const fresh = await here.again()
  onTestFinished(() => fresh.log.close())
  expect([await said(core), await said(fresh)].map(one => one.split('said-new').length)).toEqual([3, 3])
})
