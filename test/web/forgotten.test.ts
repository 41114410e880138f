import 'fake-indexeddb/auto'
import { effect } from '@preact/signals'
import { afterEach, expect, test } from 'vitest'
import { openOutboxDb } from '../../web/log/db.ts'
import type { FakeServer } from './support/fake-server.ts'
import { connected, drained, edge, reply, shopFor, texts } from './support/shop.ts'
import { closeTabs, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

test('[R1] a server that was restored from a backup gets again what it forgot', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  await tab.device.dispatch(reply('remembered'))
  await drained(tab)
  const backup = {
    events: server.events.slice(),
    acks: [...server.acks].map(([client, acks]) => [client, acks.slice()] as const)
  }
  await tab.device.dispatch(reply('forgotten'))
  await drained(tab)
  server.isUp = false
  server.cut()
  server.events.splice(0, Infinity, ...backup.events)
  server.acks.clear()
  for (const [client, acks] of backup.acks) server.acks.set(client, acks)
  server.incarnation = 'life-2'
  server.isUp = true
  await until(() => texts(server).length === 2)
  expect(texts(server)).toEqual(['remembered', 'forgotten'])
  await until(() => tab.live.threads.all.get('c-1')?.last?.text === 'forgotten')
  // It may have gone to the customer already: nobody knows, and it does not go by itself.
  const facts = server.events.map(({ fact }) => fact.type).slice(-2)
  expect(facts).toEqual(['conversation.replied', 'conversation.send-unknown'])
  await until(() => tab.live.threads.all.get('c-1')?.troubled === true)
})

test('[R1] what a restored server forgot stays before its author while the older past is brought', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  await tab.device.dispatch({ type: 'conversation.note', conversation: 'c-1', text: 'forgotten' })
  await drained(tab)
  const page = tab.device.openConversation('c-1')
  const noted = () => page.items.value.filter(item => item.kind === 'noted')
  await until(() => noted().some(item => !item.onDevice), 'confirmed')
  let isGone = false
  const unwatch = effect(() => void (isGone ||= noted().length === 0))

  const isNoted = ({ fact }: { fact: { type: string } }) => fact.type === 'conversation.noted'
  server.holdsSnapshots = true
  server.holdsEvents = true
  server.cut()
  server.events.splice(0, Infinity, ...server.events.filter(event => !isNoted(event)))
  server.acks.clear()
  server.incarnation = 'life-2'
  await until(() => server.events.some(isNoted), 'it is taken again')
  const [line] = server.connections
  line!.sendSnapshot()
  await until(() => isGone || noted().some(item => item.onDevice), 'what is here of the log does not have it')
  line!.say({ type: 'snapshot', seq: server.events.length - 1, part: 2, last: true, streams: [] })
  line!.sendEvents(server.events.length)
  await until(() => noted().some(item => !item.onDevice), 'confirmed again')
  unwatch()
  page.dispose()
  expect(isGone).toBe(false)
})

test('[R1] what a restored server forgot says so also when it goes twice, for the server falls back once more', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  await tab.device.dispatch(reply('forgotten'))
  await drained(tab)
  const known = server.events.filter(({ fact }) => fact.type !== 'conversation.replied')
  for (const life of ['life-2', 'life-3']) {
    server.holdsAcks = life === 'life-2'
    server.cut()
    server.events.splice(0, Infinity, ...known)
    server.acks.clear()
    server.incarnation = life
    await until(() => texts(server).length === 1)
    expect(server.events.at(-1)?.fact.type).toBe('conversation.send-unknown')
  }
  await drained(tab)
})

test('[R1] what a restored server may have sent before its answer was lost does not go again by itself', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  server.holdsAcks = true
  await tab.device.dispatch(reply('taken'))
  await until(() => texts(server).length === 1)
  const known = server.events.filter(({ fact }) => fact.type !== 'conversation.replied')
  server.isUp = false
  server.cut()
  server.events.splice(0, Infinity, ...known)
  server.acks.clear()
  server.incarnation = 'life-2'
  server.holdsAcks = false
  await tab.device.dispatch(reply('written since'))
  server.isUp = true
  await drained(tab)
  const facts = server.events.map(({ fact }) => fact.type).slice(-3)
  expect(facts).toEqual(['conversation.replied', 'conversation.send-unknown', 'conversation.replied'])
})

/** An agent whose reply the server took, without an answer; then the server is gone, with all that it knew of it. */
async function unanswered() {
  const me = somebody()
  const server = shopFor(me)
  server.incarnation = 'life-1.sales'
  const tab = await openTab(server, me)
  await connected(tab)
  server.holdsAcks = server.holdsEvents = true
  await tab.device.dispatch(reply('taken'))
  await until(() => texts(server).length === 1)
  server.isUp = false
  server.cut()
  forget(server, 'conversation.replied')
  server.holdsAcks = server.holdsEvents = false
  return { me, server, tab }
}

/** As if it had never heard of any of them, nor of whoever told it. */
function forget(server: FakeServer, ...facts: string[]): void {
  server.events.splice(0, Infinity, ...server.events.filter(({ fact }) => !facts.includes(fact.type)))
  server.acks.clear()
}

const lastFacts = (server: FakeServer, most: number) => server.events.map(({ fact }) => fact.type).slice(-most)

test('[R1] what went unanswered goes as it is when only the rights have changed since', async () => {
  const { server, tab } = await unanswered()
  server.incarnation = 'life-1.sales-and-repairs'
  server.isUp = true
  await drained(tab)
  expect(lastFacts(server, 2)).toEqual(['conversation.message-received', 'conversation.replied'])
})

test('[R1] what went unanswered says so to each server that falls back after it, in whichever tab it goes', async () => {
  const { me, server, tab } = await unanswered()
  server.holdsAcks = server.holdsEvents = true
  server.incarnation = 'life-2.sales'
  server.isUp = true
  await until(() => texts(server).length === 1)
  expect(lastFacts(server, 2)).toEqual(['conversation.replied', 'conversation.send-unknown'])
  await tab.close()
  forget(server, 'conversation.replied', 'conversation.send-unknown')
  server.holdsAcks = server.holdsEvents = false
  server.incarnation = 'life-3.sales'
  await drained(await openTab(server, me))
  expect(lastFacts(server, 2)).toEqual(['conversation.replied', 'conversation.send-unknown'])
})

test('[R1] what went unanswered says so too when a copy of this profile has had its number meanwhile', async () => {
  const { me, server, tab } = await unanswered()
  const client = await clientOf(me)
  server.incarnation = 'life-2.sales'
  for (const n of [1, 2, 3]) server.judge(client, me.agent, { n, command: null, after: null })
  server.isUp = true
  await drained(tab)
  expect(await clientOf(me)).not.toBe(client)
  expect(lastFacts(server, 2)).toEqual(['conversation.replied', 'conversation.send-unknown'])
})

async function clientOf({ tenant, agent }: { tenant: string; agent: string }): Promise<string> {
  const db = openOutboxDb(tenant, agent)
  const identity = await db.identity.get('client')
  db.close()
  return identity!.client
}

test('[R1] a reply that is tried again, and one that was held and is sent, do not go twice either', async () => {
  const me = somebody()
  const server = shopFor(me)
  const old = { at: Date.now() - 20 * 60_000, conversation: 'c-1' }
  const content = { kind: 'text' as const, text: 'from a tunnel' }
  server.tell({ ...old, type: 'conversation.reply', id: 'held', content, seen: null }, server.by(me.agent))
  server.tell({ ...reply('failed'), id: 'failed', at: Date.now() }, server.by(me.agent))
  const failed = { conversation: 'c-1', message: 'failed', at: Date.now() }
  server.tell({ ...failed, type: 'conversation.start-sending', id: 's-1' }, edge)
  const outcome = { result: 'failed', failure: { code: '1', reason: 'no' } } as const
  server.tell({ ...failed, type: 'conversation.end-sending', id: 's-2', outcome }, edge)
  const known = [...server.events]
  const tab = await openTab(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  await tab.device.dispatch({ type: 'conversation.retry', conversation: 'c-1', message: 'failed' })
  await tab.device.dispatch({ type: 'conversation.send-held', conversation: 'c-1', message: 'held' })
  server.holdsAcks = server.holdsEvents = server.isUp = true
  await until(() => server.pushed.length === 2, 'both have gone')
  expect(server.events.slice(known.length).map(({ fact }) => fact.type)).toEqual([
    'conversation.send-retried',
    'conversation.replied'
  ])
  server.cut()
  server.events.splice(0, Infinity, ...known)
  server.acks.clear()
  server.incarnation = 'life-2'
  server.holdsAcks = server.holdsEvents = false
  await drained(tab)
  expect(server.events.slice(known.length).map(({ fact }) => fact.type)).toEqual([
    'conversation.send-unknown',
    'conversation.replied',
    'conversation.send-unknown'
  ])
})

test('[R1] an outbox of the version before, which did not know its log, goes as it did', async () => {
  const { me, server, tab } = await unanswered()
  await tab.close()
  const db = openOutboxDb(me.tenant, me.agent)
  const { log: _log, ...before } = (await db.identity.get('client'))!
  await db.identity.put(before)
  db.close()
  server.incarnation = 'life-2.sales'
  server.isUp = true
  await drained(await openTab(server, me))
  expect(lastFacts(server, 1)).toEqual(['conversation.replied'])
})
