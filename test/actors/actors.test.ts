import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import { actors as openActors, type Actors, type ActorsOptions } from '../../sync-server/actors/actors.ts'
import type { Query, Sql } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import type { Batch } from '../../sync-server/log/recorded.ts'
import { database, freshTenant } from '../support/database.ts'
import { sabotaged } from '../support/sabotaged.ts'
import { faultsOf } from '../log/chain.ts'

const db = database()
const hourMs = 3_600_000
let tenant = ''
let log: Log
let actors: Actors
let clock = 0
let ids = 0

beforeEach(async () => {
  tenant = freshTenant()
  clock = Date.UTC(2026, 10, 23, 12)
  await restart()
})
afterEach(() => log.close())

/** As a new process would begin: nothing is remembered but what is in the database. */
async function restart(options: ActorsOptions = {}, sql: Sql = db.sql): Promise<void> {
  log = await openLog(sql, { now: () => clock })
  actors = openActors(log, { now: () => clock, ...options })
}

const platform = (now: number): Context => trustedContext({ kind: 'customer', id: 'ada' }, now)
const agent =
  (id: string, inboxes = ['shop']) =>
  (now: number): Context =>
    agentContext({ id, role: 'agent', inboxes }, now, () => true)

function received(conversation: string, message = `m-${++ids}`): AnyCommand {
  const content = { kind: 'text', text: 'Hello' } as const
  const from = { inbox: 'shop', platform: 'whatsapp', contact: 'ada' }
  return { type: 'conversation.receive', id: message, at: clock, conversation, ...from, message, content }
}
function claim(conversation: string, id = `k-${++ids}`): AnyCommand {
  return { type: 'conversation.claim', id, at: clock, conversation }
}
function label(conversation: string, label: string, id = `k-${++ids}`): AnyCommand {
  return { type: 'conversation.label', id, at: clock, conversation, label }
}
function reply(conversation: string, seen: string, id = `k-${++ids}`): AnyCommand {
  return {
    type: 'conversation.reply',
    id,
    at: clock,
    conversation,
    seen,
    content: { kind: 'text', text: 'Good morning' }
  }
}

async function causes(): Promise<string[]> {
  return (await log.follow.since(tenant, 0, 1000)).map(({ fact }) => fact.cause)
}

describe('one conversation', () => {
  test('is decided one command after the other: of two who claim it at once, the second is told by whom', async () => {
    await actors.tell(tenant, received('c'), platform)
    const [first, second] = await Promise.all([
      actors.tell(tenant, claim('c'), agent('ana')),
      actors.tell(tenant, claim('c'), agent('ben'))
    ])
    expect(first).toMatchObject({ result: 'accepted', events: [{ fact: { type: 'conversation.claimed' } }], seq: 3 })
    expect(second).toEqual({ result: 'refused', refusal: { reason: 'already-claimed', by: 'ana', at: clock }, seq: 3 })
    expect(await actors.state(tenant, 'conversation', 'c')).toMatchObject({ assignee: 'ana' })
  })

  test('keeps the order in which it was told, however many at once', async () => {
    await actors.tell(tenant, received('c'), platform)
    const labels = Array.from({ length: 30 }, (_, n) => `l${n}`)
    await Promise.all(labels.map(name => actors.tell(tenant, label('c', name), agent('ana'))))
    expect(await actors.state(tenant, 'conversation', 'c')).toMatchObject({ labels })
    expect(await faultsOf(db.sql, tenant)).toEqual([])
  })

  test('does not wait for another one, nor for another tenant', async () => {
    const told: string[] = []
    const slow = Promise.withResolvers<void>()
    const waiting = {
      ...log,
      states: {
        ...log.states,
        newest: async (...of: Parameters<Log['states']['newest']>) => {
          if (of[0] === tenant && of[1] === 'conversation/slow') await slow.promise
          return log.states.newest(...of)
        }
      }
    }
    const some = openActors(waiting, { now: () => clock })
    const first = some.tell(tenant, received('slow'), platform).then(() => told.push('slow'))
    await some.tell(tenant, received('quick'), platform).then(() => told.push('quick'))
    await some.tell(freshTenant(), received('slow'), platform).then(() => told.push('elsewhere'))
    slow.resolve()
    await first
    expect(told).toEqual(['quick', 'elsewhere', 'slow'])
  })

  test('is the same after a restart', async () => {
    await actors.tell(tenant, received('c'), platform)
    await actors.tell(tenant, claim('c'), agent('ana'))
    const before = await actors.state(tenant, 'conversation', 'c')
    await restart()
    expect(await actors.state(tenant, 'conversation', 'c')).toEqual(before)
  })

  test('is the same when it had to make room for others', async () => {
    await restart({ hotBytes: 3000 })
    const keys = Array.from({ length: 8 }, (_, n) => `c${n}`)
    for (const name of ['one', 'two', 'three']) {
      await Promise.all(
        keys.map(async key => {
          if (name === 'one') await actors.tell(tenant, received(key), platform)
          await actors.tell(tenant, label(key, name), agent('ana'))
        })
      )
    }
    for (const key of keys) {
      expect(await actors.state(tenant, 'conversation', key)).toMatchObject({
        labels: ['one', 'two', 'three'],
        received: 1
      })
    }
  })

  test('of one tenant is not that of another, though they have the same name', async () => {
    const other = freshTenant()
    await actors.tell(tenant, received('c'), platform)
    expect(await actors.state(other, 'conversation', 'c')).toMatchObject({ status: 'unknown' })
    expect(await actors.tell(other, claim('c'), agent('ana'))).toMatchObject({
      refusal: { reason: 'no-such-conversation' }
    })
    expect(await log.follow.head(other)).toBe(0)
  })
})

test('events say who may see them: a conversation and a contact their inbox, the rest the workspace', async () => {
  const scopes: string[] = []
  log.follow.onCommitted(({ events }: Batch) => scopes.push(...events.map(({ stream, scope }) => `${stream} ${scope}`)))
  const system = (now: number) => trustedContext({ kind: 'system', id: 'test' }, now)
  const so = { at: clock }
  const handles = [{ platform: 'whatsapp', kind: 'phone', value: '491510000000' }]
  await actors.tell(tenant, received('c'), platform)
  await actors.tell(tenant, claim('c'), agent('ana'))
  await actors.tell(
    tenant,
    { ...so, type: 'contact.meet', id: 'meet', contact: 'ada', inbox: 'shop', handles, name: 'Ada' },
    system
  )
  await actors.tell(
    tenant,
    { ...so, type: 'inbox.connect', id: 'connect', inbox: 'shop', platform: 'whatsapp', name: 'Shop' },
    system
  )
  expect(scopes).toEqual([
    'conversation/c inbox:shop',
    'conversation/c inbox:shop',
    'conversation/c inbox:shop',
    'contact/ada inbox:shop',
    'inbox/shop tenant'
  ])
})

describe('a cause', () => {
  test('that was heard is repeated and changes nothing, at once and after a restart', async () => {
    const message = received('c', 'wamid.1')
    expect(await actors.tell(tenant, message, platform)).toMatchObject({ result: 'accepted', seq: 2 })
    await actors.tell(tenant, label('c', 'vip'), agent('ana'))
    expect(await actors.tell(tenant, message, platform)).toEqual({ result: 'repeated', events: [], seq: 2 })
    await restart()
    expect(await actors.tell(tenant, message, platform)).toEqual({ result: 'repeated', events: [], seq: 2 })
    expect(await actors.state(tenant, 'conversation', 'c')).toMatchObject({ received: 1 })
  })

  test('that comes ten times at once is heard once', async () => {
    const message = received('c', 'wamid.1')
    const told = await Promise.all(Array.from({ length: 10 }, () => actors.tell(tenant, message, platform)))
    expect(told.filter(({ result }) => result === 'accepted')).toHaveLength(1)
    expect(told.filter(({ result }) => result === 'repeated')).toHaveLength(9)
    expect(await causes()).toEqual(['wamid.1', 'wamid.1'])
  })

  test('that was done is still done when it would not be allowed any more', async () => {
    await actors.tell(tenant, received('c', 'wamid.1'), platform)
    const answer = reply('c', 'wamid.1')
    const first = await actors.tell(tenant, answer, agent('ana'), { client: 'phone', n: 1 })
    expect(first).toMatchObject({ result: 'accepted', seq: 3 })
    clock += 25 * hourMs
    expect(await actors.tell(tenant, reply('c', 'wamid.1'), agent('ana'))).toMatchObject({
      refusal: { reason: 'outside-reply-window' }
    })
    expect(await actors.tell(tenant, answer, agent('ana'))).toMatchObject({ result: 'repeated' })
    expect(await actors.tell(tenant, answer, agent('ana'), { client: 'new phone', n: 1 })).toMatchObject({
      result: 'repeated'
    })
  })
})

describe('a ticket', () => {
  const ticket = { client: 'phone', n: 1 }

  test('is judged once: again, also after a restart, it gets the same refusal, though now it would be accepted', async () => {
    await actors.tell(tenant, received('c'), platform)
    await actors.tell(tenant, claim('c'), agent('ben'))
    const mine = claim('c')
    const first = await actors.tell(tenant, mine, agent('ana'), ticket)
    expect(first).toMatchObject({ result: 'refused', refusal: { reason: 'already-claimed', by: 'ben' }, seq: 3 })

    await actors.tell(
      tenant,
      { type: 'conversation.unassign', id: 'let-go', at: clock, conversation: 'c' },
      agent('ben')
    )
    let judged = 0
    const judge = (now: number) => {
      judged++
      return agent('ana')(now)
    }
    expect(await actors.tell(tenant, mine, judge, ticket)).toEqual(first)
    await restart()
    expect(await actors.tell(tenant, mine, judge, ticket)).toEqual(first)
    expect(judged).toBe(0)
    expect(await actors.state(tenant, 'conversation', 'c')).toMatchObject({ assignee: null })
  })

  test('that was accepted is repeated with the seq of that time', async () => {
    await actors.tell(tenant, received('c'), platform)
    const mine = claim('c')
    expect(await actors.tell(tenant, mine, agent('ana'), ticket)).toMatchObject({ result: 'accepted', seq: 3 })
    await actors.tell(tenant, label('c', 'vip'), agent('ana'))
    await restart()
    expect(await actors.tell(tenant, mine, agent('ana'), ticket)).toEqual({ result: 'repeated', events: [], seq: 3 })
  })

  test('of a command that has nothing to do is answered and kept too', async () => {
    await actors.tell(tenant, received('c'), platform)
    await actors.tell(tenant, claim('c'), agent('ana'))
    expect(await actors.tell(tenant, claim('c', 'again'), agent('ana'), ticket)).toEqual({
      result: 'accepted',
      events: [],
      seq: 3
    })
    expect(await log.acks.judged(tenant, ticket)).toEqual({ n: 1, command: 'again', seq: 3, refusal: null })
  })

  test('pushed on two sockets at once is judged once', async () => {
    await actors.tell(tenant, received('c'), platform)
    const mine = claim('c')
    const both = await Promise.all([1, 2].map(() => actors.tell(tenant, mine, agent('ana'), ticket)))
    expect(both.map(({ result }) => result)).toEqual(['accepted', 'repeated'])
    expect(await causes()).toHaveLength(3)
  })
})

test('permission is judged at the moment of judging, with the clock of the server', async () => {
  await actors.tell(tenant, received('c'), platform)
  let inboxes = ['shop']
  const judge = (now: number) => agent('ana', inboxes)(now)
  const [first, second] = await Promise.all([
    actors.tell(tenant, label('c', 'one'), now => {
      expect(now).toBe(clock)
      const context = judge(now)
      inboxes = []
      return context
    }),
    actors.tell(tenant, label('c', 'two'), judge)
  ])
  expect(first).toMatchObject({ result: 'accepted' })
  expect(second).toMatchObject({ result: 'refused', refusal: { reason: 'no-such-conversation' } })
})

test('after a commit that failed the actor believes the log, not itself', async () => {
  let broken = false
  const sabotage =
    (query: Query): Query =>
    (text, values) =>
      broken && text.includes('insert into event') ? Promise.reject(new Error('the disk is full')) : query(text, values)
  await restart({}, sabotaged(db.sql, sabotage))
  await actors.tell(tenant, received('c'), platform)
  broken = true
  const mine = claim('c')
  await expect(actors.tell(tenant, mine, agent('ana'), { client: 'phone', n: 1 })).rejects.toMatchObject({
    code: 'not-stored'
  })
  expect(await actors.state(tenant, 'conversation', 'c')).toMatchObject({ assignee: null })
  broken = false
  expect(await actors.tell(tenant, mine, agent('ana'), { client: 'phone', n: 1 })).toMatchObject({
    result: 'accepted',
    seq: 3
  })
})

test('when somebody else wrote to the log, the command is decided again on what is there now', async () => {
  await actors.tell(tenant, received('c'), platform)
  const others = openActors(log, { now: () => clock })
  await others.tell(tenant, claim('c'), agent('ben'))
  expect(await actors.tell(tenant, claim('c'), agent('ana'))).toMatchObject({
    result: 'refused',
    refusal: { reason: 'already-claimed', by: 'ben' }
  })
})

test('a command for a kind of thing that does not exist is rejected', async () => {
  const foreign = { type: 'planet.move', id: 'k', at: 0, planet: 'mars' } as unknown as AnyCommand
  await expect(actors.tell(tenant, foreign, platform)).rejects.toThrow('no decider for planet/mars')
  const cunning = { type: 'constructor.call', id: 'k', at: 0, constructor: 'x' } as unknown as AnyCommand
  await expect(actors.tell(tenant, cunning, platform)).rejects.toThrow('no decider')
})
