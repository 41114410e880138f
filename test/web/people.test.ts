import { afterEach, beforeEach, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { personOf } from '../../shared/contacts/person.ts'
import type { Me } from '../../web/app/live.ts'
import type { FakeServer } from './support/fake-server.ts'
import { connected, drained, edge, shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody, type Tab } from './support/tab.ts'
import { until } from './support/until.ts'

beforeEach(() => {
  me = somebody()
})
afterEach(closeTabs)

const boss = trustedContext({ kind: 'agent', id: 'boss' }, Date.now() + 60_000)
let me: Me
let ids = 0
const stamped = () => ({ id: `p-${++ids}`, at: Date.now() })
const merge = (contact: string, into: string) => ({ type: 'contact.merge', contact, into }) as const
const mergedInto = (tab: Tab, contact: string) => tab.live.contacts.all.get(contact)?.merged?.into ?? null

function meet(server: FakeServer, ...contacts: string[]): void {
  for (const contact of contacts) {
    const handles = [{ platform: 'webchat', kind: 'visitor', value: contact }]
    server.tell({ type: 'contact.meet', ...stamped(), contact, inbox: 'i-1', handles, name: contact }, edge)
  }
}

async function ready(server: FakeServer): Promise<Tab> {
  const tab = await openTab(server, me)
  await connected(tab)
  await until(() => tab.live.contacts.all.has('maya'), 'Maya is drawn')
  return tab
}

function inTheTunnel(server: FakeServer): void {
  server.isUp = false
  server.cut()
}

function outOfIt(server: FakeServer, tab: Tab): void {
  server.isUp = true
  tab.world.wake()
}

test('two who merge the same two people, each into the other and without a network, get one person and no refusal', async () => {
  const server = shopFor(me)
  meet(server, 'maya', 'noor')
  const tab = await ready(server)
  inTheTunnel(server)
  expect(await tab.device.dispatch(merge('maya', 'noor'))).toMatchObject({ accepted: true })
  expect(mergedInto(tab, 'maya')).toBe('noor')
  expect(server.tell({ ...merge('noor', 'maya'), ...stamped() }, boss)).toBeNull()
  // Until the answer comes, what is hoped must not go round with what has become true.
  server.holdsAcks = true
  outOfIt(server, tab)
  await until(() => mergedInto(tab, 'noor') === 'maya', 'the colleague’s merge is drawn')
  await until(() => mergedInto(tab, 'maya') === null, 'the hope for the other one is gone')
  expect(personOf('maya', id => tab.live.contacts.all.get(id))).toBe('maya')
  server.holdsAcks = false
  server.cut()
  tab.world.wake()
  await drained(tab)
  expect(server.events.filter(({ fact }) => fact.type === 'contact.merged')).toHaveLength(1)
})

test('who merged somebody whom a colleague had merged into a third is told so, and both devices see the colleague’s', async () => {
  const server = shopFor(me)
  meet(server, 'maya', 'noor', 'olga')
  const tab = await ready(server)
  inTheTunnel(server)
  await tab.device.dispatch(merge('maya', 'noor'))
  expect(server.tell({ ...merge('maya', 'olga'), ...stamped() }, boss)).toBeNull()
  outOfIt(server, tab)
  await until(() => tab.live.outbox.value.some(entry => entry.state === 'refused'), 'refused')
  expect(tab.live.outbox.value[0]?.refusal).toMatchObject({
    reason: 'merged-already',
    into: 'olga',
    by: { kind: 'agent', id: 'boss' }
  })
  await until(() => mergedInto(tab, 'maya') === 'olga', 'the colleague’s merge is drawn')
})

test('a merge, a rename and a detail can be taken back after they went', async () => {
  const server = shopFor(me)
  meet(server, 'maya', 'noor')
  const tab = await ready(server)
  const before = JSON.stringify(tab.live.contacts.all.get('maya'))
  const wishes = [
    merge('maya', 'noor'),
    { type: 'contact.rename', contact: 'noor', name: 'Noor van Dijk' },
    { type: 'contact.set-attribute', contact: 'noor', key: 'City', value: 'Utrecht' }
  ] as const
  for (const wish of wishes) {
    const done = await tab.device.dispatch(wish)
    await drained(tab)
    expect(done.accepted && (await done.undo?.())).toBe(true)
    await drained(tab)
  }
  await until(() => JSON.stringify(tab.live.contacts.all.get('maya')) === before, 'Maya as she was')
  expect(tab.live.contacts.all.get('noor')).toMatchObject({ name: 'noor', attributes: [] })
  expect(server.events.filter(({ fact }) => fact.type === 'contact.unmerged')).toHaveLength(1)
})

test('of whom a merged contact is a part, and who is not on this device, is asked for', async () => {
  const server = shopFor(me)
  meet(server, 'maya', 'noor')
  server.leavesOut = ['contact/noor']
  const tab = await ready(server)
  expect(tab.live.contacts.all.has('noor')).toBe(false)
  expect(server.tell({ ...merge('maya', 'noor'), ...stamped() }, boss)).toBeNull()
  await until(() => tab.live.contacts.all.get('noor')?.name === 'noor', 'Noor is drawn')
})

test('whoever was merged is found by the name of the whole person, and by what is noted of them', async () => {
  const server = shopFor(me)
  meet(server, 'maya', 'noor')
  server.tell({ type: 'contact.note', ...stamped(), contact: 'noor', text: 'Prefers kraft paper' }, boss)
  const tab = await ready(server)
  expect(await tab.device.search('noor', 10)).toEqual([])
  server.tell({ ...merge('maya', 'noor'), ...stamped() }, boss)
  await until(() => mergedInto(tab, 'maya') === 'noor', 'the merge is drawn')
  for (const query of ['noor', 'maya', 'kraft']) {
    expect(await tab.device.search(query, 10)).toMatchObject([{ conversation: 'c-1', message: null }])
  }
})
