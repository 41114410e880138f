import { afterEach, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { plan } from '../workflow/story.ts'
import type { FakeServer } from './support/fake-server.ts'
import { connected, drained, receive, edge, shopFor } from './support/shop.ts'
import { closeTabs, FakeLocks, openTab, somebody, type Tab } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

const boss = trustedContext({ kind: 'agent', id: 'boss' }, Date.now() + 60_000)
const card = cardOf('w', 'c-1')
let ids = 0
const stamped = () => ({ id: `x-${++ids}`, at: Date.now() })
const stageOf = (tab: Tab, id = card) => tab.live.cards.get(id)?.stage
const move = (from: string, to: string, id = card) =>
  ({ type: 'card.move', card: id, workflow: 'w', from, to, rank: 'm' }) as const

/** Connected comes first, what it brought is drawn a moment later. */
async function ready(tab: Tab): Promise<void> {
  await connected(tab)
  await until(() => stageOf(tab) === 'new', 'the board is drawn')
}

function board(server: FakeServer, ...conversations: string[]): void {
  server.tell({ ...stamped(), type: 'workflow.publish', workflow: 'w', onVersion: 0, plan, moved: [] }, boss)
  for (const conversation of ['c-1', ...conversations]) {
    if (conversation !== 'c-1') server.tell(receive('Hello', conversation), edge)
    const of = { kind: 'conversation', conversation } as const
    const place = { ...stamped(), card: cardOf('w', conversation), workflow: 'w', rank: 'm', title: null, stage: null }
    expect(server.tell({ ...place, type: 'card.place', of }, boss)).toBeNull()
  }
}

test('a card that is moved offline is drawn there at once, and stays there when the server agrees', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  const tab = await openTab(server, me)
  await ready(tab)
  server.isUp = false
  server.cut()
  expect(await tab.device.dispatch(move('new', 'talk'))).toMatchObject({ accepted: true })
  expect(stageOf(tab)).toBe('talk')
  server.isUp = true
  tab.world.wake()
  await drained(tab)
  expect(stageOf(tab)).toBe('talk')
  expect(server.events.filter(({ fact }) => fact.type === 'card.moved')).toHaveLength(1)
})

test('who lost the race for a card sees it where it is, and is told who was faster', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  const tab = await openTab(server, me)
  await ready(tab)
  server.isUp = false
  server.cut()
  await tab.device.dispatch(move('new', 'talk'))
  expect(server.tell({ ...move('new', 'offer'), ...stamped() }, boss)).toBeNull()
  server.isUp = true
  tab.world.wake()
  await until(() => tab.live.outbox.value.some(entry => entry.state === 'refused'), 'refused')
  expect(tab.live.outbox.value[0]?.refusal).toMatchObject({
    reason: 'moved-meanwhile',
    stage: 'offer',
    by: { kind: 'agent', id: 'boss' }
  })
  await until(() => stageOf(tab) === 'offer', 'the card is where it is')
})

test('a full stage is full on this device too, with what is hoped for', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server, 'c-2', 'c-3')
  const tab = await openTab(server, me)
  await ready(tab)
  server.isUp = false
  server.cut()
  for (const conversation of ['c-1', 'c-2']) {
    expect(await tab.device.dispatch(move('new', 'talk', cardOf('w', conversation)))).toMatchObject({ accepted: true })
  }
  expect(await tab.device.dispatch(move('new', 'talk', cardOf('w', 'c-3')))).toEqual({
    accepted: false,
    refusal: { reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 }
  })
})

test('a move can be taken back, before it went and after', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  const tab = await openTab(server, me)
  await ready(tab)
  const done = await tab.device.dispatch(move('new', 'talk'))
  await drained(tab)
  expect(done.accepted && (await done.undo?.())).toBe(true)
  expect(stageOf(tab)).toBe('new')
  await drained(tab)
  expect(server.events.filter(({ fact }) => fact.type === 'card.moved')).toHaveLength(2)
})

test('hopes for cards are drawn when the app is opened offline', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  const tab = await openTab(server, me)
  await ready(tab)
  server.isUp = false
  server.cut()
  await tab.device.dispatch(move('new', 'talk'))
  await tab.close()
  const again = await openTab(server, me)
  expect([stageOf(again), again.live.outbox.value[0]?.doubt]).toEqual(['talk', null])
})

test('a new card for a conversation is placed offline, and the server gives it the same id', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  server.tell(receive('Me too', 'c-9'), edge)
  const tab = await openTab(server, me)
  await ready(tab)
  await until(() => tab.live.threads.all.has('c-9'), 'the conversation is drawn')
  const of = { kind: 'conversation', conversation: 'c-9' } as const
  const wish = {
    type: 'card.place',
    card: cardOf('w', 'c-9'),
    workflow: 'w',
    of,
    title: null,
    stage: null,
    rank: 'm'
  } as const
  expect(await tab.device.dispatch(wish)).toMatchObject({ accepted: true })
  expect(tab.live.cards.get('w:c-9')).toMatchObject({ status: 'open', inbox: 'i-1', contact: 'maya' })
  await drained(tab)
  expect(tab.live.outbox.value).toEqual([])
})

test('of what is hoped for, each is judged on what was hoped for before it, however often it is drawn again', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server, 'c-2', 'c-3')
  const locks = new FakeLocks()
  const tab = await openTab(server, me, locks)
  await ready(tab)
  const beside = await openTab(server, me, locks)
  server.isUp = false
  server.cut()
  const [second, third] = [cardOf('w', 'c-2'), cardOf('w', 'c-3')]
  // There is room for two, and one of the two leaves before the third comes.
  const moves = [move('new', 'talk'), move('talk', 'gone'), move('new', 'talk', second), move('new', 'talk', third)]
  const rename = { type: 'card.rename', card, workflow: 'w', title: 'The first' } as const
  for (const wish of [...moves, rename]) expect(await tab.device.dispatch(wish)).toMatchObject({ accepted: true })
  await until(() => beside.live.outbox.value.length === 5, 'the other tab has heard of all of it')
  for (const { live } of [tab, beside]) {
    expect([card, second, third].map(id => live.cards.get(id)?.stage)).toEqual(['gone', 'talk', 'talk'])
    expect(live.outbox.value.map(({ doubt }) => doubt)).toEqual([null, null, null, null, null])
  }
  server.isUp = true
  tab.world.wake()
  await drained(tab)
  expect([card, second, third].map(id => stageOf(tab, id))).toEqual(['gone', 'talk', 'talk'])
})

test('what is taken back leaves no room for who came after it', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server, 'c-2', 'c-3')
  const [second, third] = [cardOf('w', 'c-2'), cardOf('w', 'c-3')]
  for (const id of [card, second]) expect(server.tell({ ...move('new', 'talk', id), ...stamped() }, boss)).toBeNull()
  const tab = await openTab(server, me)
  await connected(tab)
  await until(() => stageOf(tab) === 'talk' && stageOf(tab, third) === 'new', 'the board is drawn')
  server.isUp = false
  server.cut()
  const left = await tab.device.dispatch(move('talk', 'gone'))
  expect(await tab.device.dispatch(move('new', 'talk', third))).toMatchObject({ accepted: true })
  expect(left.accepted && (await left.undo?.())).toBe(true)
  expect([card, second, third].map(id => stageOf(tab, id))).toEqual(['talk', 'talk', 'new'])
  expect(tab.live.outbox.value.map(({ doubt }) => doubt?.reason)).toEqual(['stage-full'])
})

const lost = { cycle: 1, outcome: 'lost' } as const
const explain = (reason: string) => ({ type: 'card.explain', card, workflow: 'w', ...lost, reason }) as const
const reasonOn = (tab: Tab) => tab.live.cards.get(card)?.cycles[0]?.reason

test('why a card ended is said offline with the move that ended it, and of two who say it the later one is heard', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  const tab = await openTab(server, me)
  await ready(tab)
  server.isUp = false
  server.cut()
  for (const wish of [{ ...move('new', 'gone'), cycle: 1 }, explain('Too dear')]) {
    expect(await tab.device.dispatch(wish)).toMatchObject({ accepted: true })
  }
  expect(reasonOn(tab)).toBe('Too dear')
  // Somebody brought it to the same end, and knew another reason.
  expect(server.tell({ ...move('new', 'gone'), ...stamped() }, boss)).toBeNull()
  expect(server.tell({ ...explain('Too late'), ...stamped() }, boss)).toBeNull()
  server.isUp = true
  tab.world.wake()
  await drained(tab)
  expect(tab.live.cards.get(card)?.cycles[0]).toMatchObject({
    reason: 'Too dear',
    explainedBy: { kind: 'agent', id: me.agent }
  })
})

test('a reason for an end that was none is not put on the one there is, and its words are kept', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  const tab = await openTab(server, me)
  await ready(tab)
  server.isUp = false
  server.cut()
  for (const wish of [{ ...move('new', 'gone'), cycle: 1 }, explain('Too dear')]) await tab.device.dispatch(wish)
  expect(server.tell({ ...move('new', 'sold'), ...stamped() }, boss)).toBeNull()
  server.isUp = true
  tab.world.wake()
  await until(() => tab.live.outbox.value.every(({ state }) => state === 'refused'), 'both are refused')
  await until(() => stageOf(tab) === 'sold', 'the card is where it is')
  expect(tab.live.outbox.value.map(({ refusal }) => refusal?.reason)).toEqual(['already-closed', 'depends-on-refused'])
  expect(tab.live.outbox.value.at(-1)?.command).toMatchObject(explain('Too dear'))
  expect(reasonOn(tab)).toBe('')
})

test('a reason is taken back, before it went and after', async () => {
  const me = somebody()
  const server = shopFor(me)
  board(server)
  server.tell({ ...move('new', 'gone'), ...stamped() }, boss)
  const tab = await openTab(server, me)
  await connected(tab)
  await until(() => stageOf(tab) === 'gone', 'the board is drawn')
  const first = await tab.device.dispatch(explain('Too dear'))
  await drained(tab)
  server.isUp = false
  server.cut()
  const second = await tab.device.dispatch(explain('Too late'))
  expect(second.accepted && (await second.undo?.())).toBe(true)
  expect(reasonOn(tab)).toBe('Too dear')
  server.isUp = true
  tab.world.wake()
  await drained(tab)
  expect(first.accepted && (await first.undo?.())).toBe(true)
  expect(reasonOn(tab)).toBe('')
})
