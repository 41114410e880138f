import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { agentContext } from '../../shared/identity/may.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import { openRoster } from '../../sync-server/identity/roster.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { migrations } from '../../sync-server/schema.ts'
import { boards } from '../../sync-server/workflow/boards.ts'
import { openCards, type Cards } from '../../sync-server/workflow/cards.ts'
import { dryRunOf } from '../../sync-server/workflow/dry-run.ts'
import { database, freshTenant } from '../support/database.ts'
import { hourMs, withStages } from './story.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let tenant = ''
let log: Log
let cards: Cards
let actors: Actors
let clock = 0
let ids = 0

beforeEach(async () => {
  tenant = freshTenant()
  clock = Date.UTC(2026, 10, 2, 12)
  const now = () => clock
  log = await openLog(db.sql, { now })
  cards = openCards(db.sql, log)
  actors = openActors(log, { now, beside: boards(cards) })
})
afterEach(async () => {
  await cards.stop()
  await log.close()
})

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never
const tell = (command: Bare<AnyCommand>, role: 'agent' | 'admin' = 'admin') => {
  const whole = { ...command, id: `k-${++ids}`, at: clock }
  return actors.tell(tenant, whole, now => agentContext({ id: role, role, inboxes: ['shop'] }, now, () => true))
}
const loose = withStages(one => ({ ...one, limit: null, required: [] }))
const published = (next: Plan, onVersion = 0) =>
  tell({ type: 'workflow.publish', workflow: 'w', onVersion, plan: next, moved: [] })

async function places(name: string): Promise<void> {
  const content = { kind: 'text', text: 'Hello' } as const
  const from = { inbox: 'shop', platform: 'webchat', contact: `of-${name}` }
  await actors.tell(
    tenant,
    { type: 'conversation.receive', id: `k-${++ids}`, at: clock, conversation: name, ...from, message: name, content },
    now => ({ ...agentContext({ id: 'x', role: 'admin', inboxes: [] }, now, () => true), may: () => true })
  )
  const of = { kind: 'conversation', conversation: name } as const
  await tell({ type: 'card.place', workflow: 'w', card: cardOf('w', name), of, title: null, stage: null, rank: 'm' })
}
const moves = (name: string, from: string, to: string) =>
  tell({ type: 'card.move', workflow: 'w', card: cardOf('w', name), from, to, rank: 'm' }, 'agent')

async function tried(next: Plan, moved: { from: string; to: string }[] = []) {
  const roster = openRoster(db.sql, log.streams, log.follow)
  const was = await actors.state(tenant, 'workflow', 'w')
  return dryRunOf({ log, cards, roster, now: () => clock }, tenant, was, { workflow: 'w', plan: next, moved })
}
const limited = (cards: number, more = {}): Plan =>
  withStages(one => ({ ...one, required: [], limit: one.id === 'talk' ? { cards, hard: true } : null, ...more }))

/** Long before the week: two are in talks, and one of them stays. In the week three more come, and one goes. */
async function lived(): Promise<void> {
  await published(loose)
  for (const name of ['old', 'stays', 'new1', 'new2', 'new3']) await places(name)
  await moves('old', 'new', 'talk')
  await moves('stays', 'new', 'talk')
  clock += 20 * dayMs
  await moves('new1', 'new', 'talk')
  clock += hourMs
  await moves('old', 'talk', 'gone')
  clock += hourMs
  await moves('new2', 'new', 'talk')
  clock += hourMs
  await moves('new3', 'new', 'talk')
}

test('a week is played from the board as it was when the week began, and nothing of it is written', async () => {
  await lived()
  const before = await log.follow.head(tenant)
  const tight = await tried(limited(2))
  expect(tight).toMatchObject({ moves: 4, refused: 3, events: 4, isCut: false, until: clock })
  expect(tight.stopped.map(one => [one.card, one.refusal])).toEqual([
    ['w:new3', { reason: 'stage-full', stage: 'talk', cards: 3, limit: 2 }],
    ['w:new2', { reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 }],
    ['w:new1', { reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 }]
  ])
  expect(tight.over).toEqual([{ stage: 'talk', cards: 4, limit: 2, hard: true }])
  // Who came in the week was not there when it began.
  expect((await tried(limited(3))).stopped.map(one => one.card)).toEqual(['w:new3'])
  expect(await tried(limited(4))).toMatchObject({ refused: 0, over: [] })
  expect(await log.follow.head(tenant)).toBe(before)
  expect((await actors.state(tenant, 'workflow', 'w')).now?.version).toBe(1)
})

test('the version in force refuses nothing that was done under it, and has no card go anywhere', async () => {
  await lived()
  expect(await tried(loose)).toMatchObject({ moves: 4, refused: 0, goes: [], over: [], times: [] })
})

test('cards of a stage that goes are named, and time limits count who has been there for weeks', async () => {
  await lived()
  const timed = withStages(one => ({
    ...one,
    limit: null,
    required: [],
    time: one.id === 'talk' ? { minutes: 90, warnMinutes: 30 } : null
  }))
  const { times } = await tried(timed)
  // One for three hours, one for one; the other two were too long there before the week began.
  expect(times).toEqual([
    { stage: 'talk', was: { warned: 0, late: 0, lateNow: 0 }, would: { warned: 1, late: 1, lateNow: 2 } }
  ])
  const without = { ...loose, stages: loose.stages.filter(one => one.id !== 'talk') }
  const { goes } = await tried(without, [{ from: 'talk', to: 'offer' }])
  expect(goes).toMatchObject([{ from: 'talk', to: 'offer', count: 4 }])
  expect(goes[0]?.cards.toSorted()).toEqual(['w:new1', 'w:new2', 'w:new3', 'w:stays'])
})

test('cards of another workflow are none of its business', async () => {
  await lived()
  await tell({ type: 'workflow.publish', workflow: 'x', onVersion: 0, plan: loose, moved: [] })
  const of = { kind: 'conversation', conversation: 'old' } as const
  await tell({ type: 'card.place', workflow: 'x', card: cardOf('x', 'old'), of, title: null, stage: 'talk', rank: 'm' })
  expect(await tried(limited(4))).toMatchObject({ moves: 4, refused: 0, over: [] })
})
