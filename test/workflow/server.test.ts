import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import { withDoors, type Sql } from '../../sync-server/db/sql.ts'
import { openRoster } from '../../sync-server/identity/roster.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { migrations } from '../../sync-server/schema.ts'
import { boards } from '../../sync-server/workflow/boards.ts'
import { openCards, type Cards } from '../../sync-server/workflow/cards.ts'
import { whenCustomerWrites } from '../../sync-server/workflow/when-customer-writes.ts'
import { database, freshTenant } from '../support/database.ts'
import { dayMs, plan, stage } from './story.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let tenant = ''
let log: Log
let cards: Cards
let actors: Actors
let clock = 0
let ids = 0

beforeEach(async () => {
  tenant = freshTenant()
  clock = Date.UTC(2026, 10, 23, 12)
  await start()
})
afterEach(stop)

/** As a new process would begin: nothing is remembered but what is in the database. */
async function start(sql: Sql = db.sql): Promise<void> {
  log = await openLog(sql, { now: () => clock })
  cards = openCards(sql, log)
  actors = openActors(log, { now: () => clock, beside: boards(cards) })
}
async function stop(): Promise<void> {
  await cards.stop()
  await log.close()
}

const admin = (now: number): Context => agentContext({ id: 'priya', role: 'admin', inboxes: [] }, now, () => true)
const customer = (now: number): Context => trustedContext({ kind: 'customer', id: 'maya' }, now)
const tell = (command: AnyCommand, as = admin) => actors.tell(tenant, command, as)
const stamped = () => ({ id: `k-${++ids}`, at: clock })

async function publish(changed: Partial<Plan> = {}, workflow = 'w') {
  const { now } = await actors.state(tenant, 'workflow', workflow)
  const plans = { ...plan, ...changed }
  const onVersion = now?.version ?? 0
  return tell({ ...stamped(), type: 'workflow.publish', workflow, onVersion, plan: plans, moved: [] })
}
function writes(conversation: string, message = `m-${++ids}`) {
  const content = { kind: 'text', text: 'Hello' } as const
  const from = { inbox: 'shop', platform: 'webchat', contact: 'maya' }
  return tell(
    { type: 'conversation.receive', id: message, at: clock, conversation, ...from, message, content },
    customer
  )
}
function place(conversation: string, at: string | null = null) {
  const of = { kind: 'conversation', conversation } as const
  const card = cardOf('w', conversation)
  return tell({ ...stamped(), type: 'card.place', card, workflow: 'w', of, title: null, stage: at, rank: 'm' })
}
function move(conversation: string, from: string, to: string, received?: number) {
  const card = cardOf('w', conversation)
  const moved = { type: 'card.move', card, workflow: 'w', from, to, rank: 'm', received } as const
  return tell({ ...stamped(), ...moved })
}
const names = (count: number) => Array.from({ length: count }, (_, n) => `c${n}`)
const stageOf = async (conversation: string) => (await actors.state(tenant, 'card', cardOf('w', conversation))).stage

describe('a hard limit on the server’s log', () => {
  beforeEach(async () => {
    await publish()
    for (const name of names(6)) await writes(name)
    for (const name of names(6)) await place(name)
  })

  test('holds exactly, however many cards are moved at once', async () => {
    const told = await Promise.all(names(6).map(name => move(name, 'new', 'talk')))
    expect(told.map(one => one.result).toSorted()).toEqual(['accepted', 'accepted', ...Array(4).fill('refused')])
    expect(told.find(one => one.result === 'refused')).toMatchObject({
      refusal: { reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 }
    })
    expect(await cards.board(tenant, 'w')).toEqual(
      new Map(await Promise.all(names(6).map(async name => [cardOf('w', name), await stageOf(name)] as const)))
    )
  })

  test('holds after a restart, counted from what is in the database', async () => {
    await Promise.all([move('c0', 'new', 'talk'), move('c1', 'new', 'talk')])
    await stop()
    await start()
    expect(await move('c2', 'new', 'talk')).toMatchObject({ refusal: { reason: 'stage-full', cards: 2 } })
    expect(await move('c0', 'talk', 'new')).toMatchObject({ result: 'accepted' })
    expect(await move('c2', 'new', 'talk')).toMatchObject({ result: 'accepted' })
  })

  test('holds where nobody knows whether the last move was stored', async () => {
    await move('c0', 'new', 'talk')
    await stop()
    // The commit is done, and its answer is lost.
    let isLost = false
    const losing: Sql = withDoors(db.sql, door => ({
      ...door,
      transaction: async work => lose(await door.transaction(work)),
      query: async (text, values) => (/insert into event/.test(text) ? lose : same)(await door.query(text, values))
    }))
    const same = <T>(one: T): T => one
    const lose = <T>(one: T): T => {
      if (isLost) throw Object.assign(new Error('the line is dead'), { code: '08006' })
      return one
    }
    await start(losing)
    // The board is in memory now.
    expect(await move('c0', 'talk', 'talk')).toMatchObject({ result: 'accepted' })
    isLost = true
    await expect(move('c1', 'new', 'talk')).rejects.toMatchObject({ code: 'not-stored' })
    isLost = false
    expect(await stageOf('c1')).toBe('talk')
    expect(await move('c2', 'new', 'talk')).toMatchObject({ refusal: { reason: 'stage-full', cards: 2 } })
  })

  test('is not published below what there is, even while cards are moved', async () => {
    const one = plan.stages.map(was =>
      was.id === 'talk' ? stage('talk', 'working', { limit: { cards: 1, hard: true } }) : was
    )
    await move('c0', 'new', 'talk')
    const [second, lower] = await Promise.all([move('c1', 'new', 'talk'), publish({ stages: one })])
    expect([second.result, lower.result].filter(result => result === 'accepted')).toHaveLength(1)
  })
})

describe('two who move the same card', () => {
  test('are judged one after the other: the second hears who was faster, and where the card is now', async () => {
    await publish()
    await writes('c')
    await place('c')
    const [first, second] = await Promise.all([move('c', 'new', 'talk'), move('c', 'new', 'gone')])
    expect(first.result).toBe('accepted')
    expect(second).toMatchObject({
      refusal: { reason: 'moved-meanwhile', stage: 'talk', by: { kind: 'agent', id: 'priya' }, at: clock }
    })
  })
})

describe('when a customer writes', () => {
  const follow = async (work: () => Promise<void>) => {
    const roster = openRoster(db.sql, log.streams, log.follow)
    const follower = whenCustomerWrites({ actors, roster, streams: log.streams }, log.follow)
    await work()
    await follower.caughtUp()
    await follower.stop()
  }
  const placedIn = async () => (await log.follow.since(tenant, 0, 1000)).filter(one => one.fact.type === 'card.placed')

  test('the workflows that take the inbox place a card, the others do not', async () => {
    await publish()
    await publish({ takes: { from: 'nobody' } }, 'other')
    await publish({ takes: { from: 'every-inbox' } }, 'all')
    await follow(async () => void (await writes('c')))
    expect((await placedIn()).map(one => one.stream).toSorted()).toEqual(['card/all:c', 'card/w:c'])
  })

  test('what was said before there was a workflow, or before a card was closed, is no news to it', async () => {
    await writes('before')
    await publish()
    await writes('c')
    await place('c')
    await move('c', 'new', 'gone')
    await follow(async () => undefined)
    expect((await placedIn()).map(one => one.stream)).toEqual(['card/w:c'])
    expect(await actors.state(tenant, 'card', 'w:c')).toMatchObject({ status: 'closed' })
  })

  test('a card is placed once, though a crash in between makes the server go through it again', async () => {
    await publish()
    await follow(async () => void (await writes('c')))
    await db.sql.of(tenant).query(`delete from follower where tenant = $1`, [tenant])
    await stop()
    await start()
    await follow(async () => void (await writes('c')))
    expect(await placedIn()).toHaveLength(1)
  })

  test('a closed card comes back: into the same cycle soon, into a new one later', async () => {
    await publish()
    await follow(async () => void (await writes('c')))
    await move('c', 'new', 'gone')
    clock += 2 * dayMs
    await follow(async () => void (await writes('c')))
    expect(await actors.state(tenant, 'card', 'w:c')).toMatchObject({ status: 'open', cycles: [{ number: 1 }] })
    await move('c', 'new', 'gone')
    clock += 8 * dayMs
    await follow(async () => void (await writes('c')))
    expect(await actors.state(tenant, 'card', 'w:c')).toMatchObject({ status: 'open', cycles: [{}, { number: 2 }] })
  })

  test('a closed card comes back, though its title was changed, or its reason said, before the server looked', async () => {
    await publish()
    await follow(async () => void (await writes('c')))
    await move('c', 'new', 'gone')
    clock += 1000
    await writes('c')
    await tell({ ...stamped(), type: 'card.rename', card: 'w:c', workflow: 'w', title: 'Order 7' })
    await follow(async () => undefined)
    expect(await actors.state(tenant, 'card', 'w:c')).toMatchObject({ status: 'open' })
  })

  test('whom somebody had not heard who closed the card comes back all the same, once', async () => {
    await publish()
    const state = () => actors.state(tenant, 'card', 'w:c')
    await follow(async () => {
      await writes('c')
      await writes('c')
    })
    // Closed in a tunnel after the first words, with a clock that is a year late.
    clock += 1000
    const { at: _at, ...stamp } = stamped()
    const close = { ...stamp, type: 'card.close', card: 'w:c', workflow: 'w', outcome: 'lost', reason: '' } as const
    await follow(async () => {
      await tell({ ...close, at: clock - 365 * dayMs, from: 'new', rank: 'm', received: 1 })
    })
    expect(await state()).toMatchObject({ status: 'open', stage: 'new', cycles: [{ number: 1, closedAt: null }] })
    // Who knew of them closes it, and so does who says nothing of it.
    for (const received of [2, undefined]) {
      clock += 1000
      await follow(async () => void (await move('c', 'new', 'gone', received)))
      expect(await state()).toMatchObject({ status: 'closed' })
      await tell({
        ...stamped(),
        type: 'card.reopen',
        card: 'w:c',
        workflow: 'w',
        as: 'same-cycle',
        to: 'new',
        rank: 'm'
      })
    }
    // Heard of late: it was opened again since, and closed by who knew.
    clock += 1000
    await move('c', 'new', 'gone', 1)
    await tell({
      ...stamped(),
      type: 'card.reopen',
      card: 'w:c',
      workflow: 'w',
      as: 'same-cycle',
      to: 'new',
      rank: 'm'
    })
    clock += 1000
    await move('c', 'new', 'gone', 2)
    await db.sql.of(tenant).query(`delete from follower where tenant = $1`, [tenant])
    await follow(async () => undefined)
    expect(await state()).toMatchObject({ status: 'closed' })
  })
})

test('cards that are open, or were closed a while ago, are at hand; the board has only the open ones', async () => {
  await publish()
  for (const name of names(3)) await writes(name)
  for (const name of names(3)) await place(name)
  await move('c0', 'new', 'gone')
  expect((await cards.hot(tenant, clock)).map(one => one.card).toSorted()).toEqual(['w:c0', 'w:c1', 'w:c2'])
  expect((await cards.hot(tenant, clock + 1)).map(one => one.card)).toEqual(['w:c1', 'w:c2'])
  expect([...(await cards.board(tenant, 'w')).keys()]).toEqual(['w:c1', 'w:c2'])
  expect(await cards.ofContact(tenant, 'maya')).toHaveLength(3)
  expect(await cards.ofConversation(tenant, 'c1')).toEqual([{ card: 'w:c1', workflow: 'w' }])
})

test('an actor that is asked while its workflow works is not waited for in a circle', async () => {
  await publish()
  await writes('c')
  const all = Promise.all([
    place('c'),
    actors.state(tenant, 'card', 'w:c'),
    actors.state(tenant, 'workflow', 'w'),
    publish(),
    move('c', 'new', 'talk')
  ])
  await vi.waitFor(async () => expect((await all).map(one => typeof one)).toHaveLength(5), { timeout: 20_000 })
})

test('[S1] a card that was placed and closed by a device whose clock is a year late is at hand', async () => {
  await publish()
  await writes('c0')
  const late = { at: clock - 365 * dayMs }
  const card = cardOf('w', 'c0')
  const of = { kind: 'conversation', conversation: 'c0' } as const
  await tell({
    ...stamped(),
    ...late,
    type: 'card.place',
    card,
    workflow: 'w',
    of,
    title: null,
    stage: null,
    rank: 'm'
  })
  await tell({
    ...stamped(),
    ...late,
    type: 'card.close',
    card,
    workflow: 'w',
    from: 'new',
    outcome: 'done',
    reason: 'paid',
    rank: 'm'
  })
  expect((await actors.state(tenant, 'card', card)).status).toBe('closed')
  expect(await cards.hot(tenant, clock - 30 * dayMs)).toMatchObject([{ card }])
  expect(await cards.hot(tenant, clock + 1)).toEqual([])
})
