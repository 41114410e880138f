import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { manual } from '../../shared/routing/content.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import { openThreads } from '../../sync-server/conversations/threads.ts'
import { whenSomebodyHasLeft } from '../../sync-server/conversations/when-somebody-has-left.ts'
import { openRoster } from '../../sync-server/identity/roster.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** A server that only sees to what was left behind. */
async function server(tampered = (actors: Actors): Pick<Actors, 'tell' | 'state'> => actors) {
  const log = await openLog(db.sql, { retryAfterMs: 1 })
  const actors = openActors(log)
  const threads = openThreads(db.sql, actors, log.follow)
  const roster = openRoster(db.sql, log.streams, log.follow)
  const caring = whenSomebodyHasLeft({ actors: tampered(actors), roster, threads, follow: log.follow })
  return {
    actors,
    settled: () => caring.caughtUp(),
    async stop() {
      await caring.stop()
      await threads.stop()
      await log.close()
    }
  }
}

type Server = Awaited<ReturnType<typeof server>>

function shop(tenant = freshTenant()) {
  const tell = async ({ actors }: Server, command: Bare<AnyCommand>, id = 'sara') => {
    const whole = { ...command, id: randomUUID(), at: Date.now() }
    const told = await actors.tell(tenant, whole, now => trustedContext({ kind: 'agent', id }, now))
    expect(told).toMatchObject({ result: 'accepted' })
  }
  const writes = async ({ actors }: Server, conversation: string) => {
    const at = { inbox: 'shop', platform: 'webchat', contact: `of-${conversation}` }
    const said = { message: randomUUID(), content: { kind: 'text' as const, text: 'Hello' } }
    const command = { type: 'conversation.receive', conversation, ...at, ...said } as const
    const by = { kind: 'customer', id: at.contact } as const
    await actors.tell(tenant, { ...command, id: randomUUID(), at: Date.now() }, now => trustedContext(by, now))
  }
  const seen = async ({ actors }: Server, conversation: string) =>
    (await actors.state(tenant, 'conversation', conversation)).lastReceived
  return {
    tell,
    writes,
    async founded(one: Server) {
      await tell(one, { type: 'inbox.connect', inbox: 'shop', platform: 'webchat', name: 'Shop' })
      for (const agent of ['jonas', 'mara']) {
        await tell(one, { type: 'agent.join', agent, name: agent, email: `${agent}@x.test`, role: 'agent' })
        await tell(one, { type: 'inbox.add-member', inbox: 'shop', agent })
      }
    },
    async has(one: Server, by: string, ...conversations: string[]) {
      for (const conversation of conversations) {
        await writes(one, conversation)
        await tell(one, { type: 'conversation.claim', conversation }, by)
      }
    },
    async resolves(one: Server, conversation: string) {
      await tell(one, { type: 'conversation.resolve', conversation, seen: await seen(one, conversation) }, 'jonas')
    },
    async snoozes(one: Server, conversation: string) {
      const until = Date.now() + 3_600_000
      await tell(one, { type: 'conversation.snooze', conversation, until, seen: await seen(one, conversation) })
    },
    holder: async (one: Server, conversation: string) =>
      (await one.actors.state(tenant, 'conversation', conversation)).assignee
  }
}

test('what somebody had who has left is nobody’s, and what others have stays with them', async () => {
  const [one, { founded, has, tell, snoozes, holder }] = [await server(), shop()]
  await founded(one)
  await has(one, 'jonas', 'open', 'asleep')
  await has(one, 'mara', 'hers')
  await snoozes(one, 'asleep')
  await tell(one, { type: 'agent.leave', agent: 'jonas' })
  await one.settled()
  expect([await holder(one, 'open'), await holder(one, 'asleep'), await holder(one, 'hers')]).toEqual([
    null,
    null,
    'mara'
  ])
  await one.stop()
})

test('what somebody had in an inbox is nobody’s once they do not work there, though they are still with us', async () => {
  const [one, { founded, has, tell, holder }] = [await server(), shop()]
  await founded(one)
  await tell(one, { type: 'agent.join', agent: 'priya', name: 'Priya', email: 'priya@x.test', role: 'admin' })
  await has(one, 'jonas', 'his')
  await has(one, 'priya', 'hers')
  await tell(one, { type: 'agent.change-role', agent: 'priya', role: 'supervisor' })
  await one.settled()
  expect([await holder(one, 'hers'), await holder(one, 'his')]).toEqual([null, 'jonas'])
  await tell(one, { type: 'inbox.remove-member', inbox: 'shop', agent: 'jonas' })
  await one.settled()
  expect(await holder(one, 'his')).toBeNull()
  await one.stop()
})

test('who writes again after theirs has left is seen by all, though it was resolved when they left', async () => {
  const [one, { founded, has, tell, writes, resolves, holder }] = [await server(), shop()]
  await founded(one)
  await has(one, 'jonas', 'done')
  await resolves(one, 'done')
  await tell(one, { type: 'agent.leave', agent: 'jonas' })
  await one.settled()
  expect(await holder(one, 'done')).toBe('jonas')
  await writes(one, 'done')
  await one.settled()
  expect(await holder(one, 'done')).toBeNull()
  await one.stop()
})

test('where conversations are routed whoever routes decides, until nobody does', async () => {
  const [one, { founded, has, tell, holder }] = [await server(), shop()]
  await founded(one)
  await tell(one, { type: 'inbox.set-routing', inbox: 'shop', policy: { ...manual, method: 'round-robin' } })
  await has(one, 'jonas', 'open')
  await tell(one, { type: 'agent.leave', agent: 'jonas' })
  await one.settled()
  expect(await holder(one, 'open')).toBe('jonas')
  await tell(one, { type: 'inbox.set-routing', inbox: 'shop', policy: manual })
  await one.settled()
  expect(await holder(one, 'open')).toBeNull()
  await one.stop()
})

test('a server that ends half-way goes on; who was given it meanwhile keeps it', async () => {
  const { founded, has, tell, holder } = shop()
  let isBroken = true
  let given: (() => Promise<void>) | undefined
  const one = await server(actors => ({
    state: actors.state,
    async tell(tenant, command, judge) {
      if ('conversation' in command && command.conversation === 'second' && isBroken)
        throw new Error('the disk is full')
      await given?.()
      return actors.tell(tenant, command, judge)
    }
  }))
  await founded(one)
  await has(one, 'jonas', 'first', 'second')
  await tell(one, { type: 'agent.leave', agent: 'jonas' })
  await expect.poll(() => holder(one, 'first')).toBeNull()
  expect(await holder(one, 'second')).toBe('jonas')
  isBroken = false
  given = () => {
    given = undefined
    return tell(one, { type: 'conversation.assign', conversation: 'second', to: 'mara' })
  }
  await one.settled()
  expect(await holder(one, 'second')).toBe('mara')
  await one.stop()
})
