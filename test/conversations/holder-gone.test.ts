import { afterEach, beforeEach, expect, test } from 'vitest'
import { manual } from '../../shared/routing/content.ts'
import { openThreads, type Threads } from '../../sync-server/conversations/threads.ts'
import { whenHolderIsGone } from '../../sync-server/conversations/when-holder-is-gone.ts'
import { openRoster } from '../../sync-server/identity/roster.ts'
import type { Follower } from '../../sync-server/log/follow.ts'
import { migrations } from '../../sync-server/schema.ts'
import { House } from '../sla/house.ts'
import { database, freshTenant } from '../support/database.ts'
import { hour } from './story.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let house: House
let threads: Threads
let follower: Follower

beforeEach(async () => {
  house = await new House(db.sql, freshTenant()).open()
  await house.founded(null)
  for (const agent of ['ben', 'cem']) {
    await house.tell({ type: 'agent.join', agent, name: agent, email: `${agent}@firm.test`, role: 'agent' })
    await house.tell({ type: 'inbox.add-member', inbox: 'shop', agent })
  }
  threads = openThreads(db.sql, house.actors, house.log.follow)
  follower = start()
})
afterEach(async () => {
  await follower.stop()
  await threads.stop()
  await house.end()
})

function start(): Follower {
  const { actors, log } = house
  const roster = openRoster(db.sql, log.streams, log.follow)
  const worksIn = async (tenant: string, agent: string, inbox: string) =>
    (await roster.of(tenant)).worksIn(agent, inbox)
  return whenHolderIsGone({ actors, worksIn, threads, follow: log.follow, now: () => house.clock })
}

const claims = (conversation: string, agent: string) => house.tell({ type: 'conversation.claim', conversation }, agent)
const state = (conversation: string) => house.actors.state(house.tenant, 'conversation', conversation)
const holderOf = async (conversation: string) => (await state(conversation)).assignee

/** Each was written by a customer and claimed: one is open, one put off, one over; and Cem has one too. */
async function work(): Promise<void> {
  for (const name of ['open', 'off', 'over', 'cems']) {
    await house.writes(name)
    await claims(name, name === 'cems' ? 'cem' : 'ben')
  }
  const { lastReceived: seen } = await state('off')
  await house.tell({ type: 'conversation.snooze', conversation: 'off', until: house.clock + hour, seen })
  await house.tell({ type: 'conversation.resolve', conversation: 'over', seen: (await state('over')).lastReceived })
}

const holders = async () => Promise.all(['open', 'off', 'over', 'cems'].map(holderOf))

test('what somebody had who left is nobody’s at once, and what was over when a customer opens it again', async () => {
  await work()
  await house.tell({ type: 'agent.leave', agent: 'ben' })
  await follower.caughtUp()
  expect(await holders()).toEqual([null, null, 'ben', 'cem'])
  await house.writes('over')
  await house.writes('cems')
  await follower.caughtUp()
  expect(await holders()).toEqual([null, null, null, 'cem'])
})

test('so it is with who is taken out of the inbox, and comes back without it', async () => {
  await work()
  await house.tell({ type: 'inbox.remove-member', inbox: 'shop', agent: 'ben' })
  await follower.caughtUp()
  await house.tell({ type: 'inbox.add-member', inbox: 'shop', agent: 'ben' })
  await follower.caughtUp()
  expect(await holders()).toEqual([null, null, 'ben', 'cem'])
  await house.writes('over')
  await follower.caughtUp()
  expect(await holderOf('over')).toBe('ben')
})

test('an admin who works in all inboxes as such has none of them any more when they are an agent again', async () => {
  await house.tell({ type: 'agent.join', agent: 'dora', name: 'dora', email: 'dora@firm.test', role: 'admin' })
  await house.writes('hers')
  await claims('hers', 'dora')
  await house.tell({ type: 'agent.change-role', agent: 'dora', role: 'agent' })
  await follower.caughtUp()
  expect(await holderOf('hers')).toBe(null)
})

test('after a crash nobody loses what they took meanwhile', async () => {
  await work()
  await follower.stop()
  await house.tell({ type: 'agent.leave', agent: 'ben' })
  await house.tell({ type: 'conversation.assign', conversation: 'open', to: 'cem' })
  follower = start()
  await follower.caughtUp()
  expect(await holders()).toEqual(['cem', null, 'ben', 'cem'])
  await claims('off', 'cem')
  await follower.stop()
  await db.sql.everywhere.query(`delete from follower where name = 'left-behind'`)
  follower = start()
  await follower.caughtUp()
  expect(await holders()).toEqual(['cem', 'cem', 'ben', 'cem'])
})

test('where conversations are given out, the router chooses somebody else', async () => {
  const policy = { ...manual, method: 'round-robin' as const }
  await house.tell({ type: 'inbox.set-routing', inbox: 'shop', policy })
  await work()
  await house.tell({ type: 'agent.leave', agent: 'ben' })
  await follower.caughtUp()
  expect(await holders()).toEqual(['ben', 'ben', 'ben', 'cem'])
})
