import { effect } from '@preact/signals'
import { afterEach, expect, test } from 'vitest'
import { connected, drained, reply, shopFor, texts } from './support/shop.ts'
import { closeTabs, openTab as tabOf, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

test('a reply is drawn at once, waits while there is no server, and goes once in order when it is back', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  const first = await tab.device.dispatch(reply('one'))
  const second = await tab.device.dispatch(reply('two'))
  expect([first.accepted, second.accepted]).toEqual([true, true])
  expect(tab.live.threads.all.get('c-1')?.last?.text).toBe('two')
  expect(tab.live.connection.value).toMatchObject({ waiting: 2 })
  expect(texts(server)).toEqual([])
  server.isUp = true
  await drained(tab)
  expect(texts(server)).toEqual(['one', 'two'])
})

test('[T2] a reply survives a reload before any server has heard of it', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  tab.device.writeDraft('c-1', 'reply', 'half a repl')
  await tab.device.flushDrafts()
  await tab.device.dispatch(reply('half a reply, finished'))
  await tab.close()
  const again = await tabOf(server, me)
  expect(again.live.outbox.value.map(entry => entry.words)).toEqual(['half a reply, finished'])
  expect(again.live.threads.all.get('c-1')?.last?.text).toBe('half a reply, finished')
  expect(await again.device.readDraft('c-1', 'reply')).toBe('')
  server.isUp = true
  await drained(again)
  expect(texts(server)).toEqual(['half a reply, finished'])
})

test.each([
  ['events before the ack', 'acks'],
  ['the ack before the events', 'events']
])('[P4] confirmation replaces hope without a flicker: %s', async (_, held) => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  const page = tab.device.openConversation('c-1')
  await until(() => page.painted.value)
  const seen: string[] = []
  const stop = effect(() => {
    const mine = page.items.value.filter(item => item.kind === 'replied' || item.kind === 'noted')
    seen.push(mine.map(item => `${item.kind} ${item.onDevice ? 'here' : 'there'}`).join())
  })
  const rows: (string | undefined)[] = []
  const stopRows = effect(() => void rows.push(tab.live.threads.get('c-1')?.last?.text))
  if (held === 'acks') server.holdsAcks = true
  else server.holdsEvents = true
  server.isUp = false
  server.cut()
  await tab.device.dispatch({ type: 'conversation.note', conversation: 'c-1', text: 'a note' })
  await tab.device.dispatch(reply('hi'))
  server.isUp = true
  tab.world.wake()
  await until(() => texts(server).length === 1)
  const isThere = () => seen.at(-1) === 'noted there,replied there'
  await until(() => (held === 'acks' ? isThere() : tab.live.outbox.value.length === 0))
  const whileHeld = seen.at(-1)
  server.holdsAcks = server.holdsEvents = false
  server.cut()
  tab.world.wake()
  await drained(tab)
  await until(isThere)
  // Never none again once it was drawn, never twice, and never back from the server to the device.
  const states = seen.filter((state, at) => state !== seen[at - 1])
  const possible = [
    '',
    'noted here',
    'noted there',
    'noted here,replied here',
    'noted there,replied here',
    'noted there,replied there'
  ]
  expect(states.filter(state => !possible.includes(state))).toEqual([])
  expect(states).toEqual(states.toSorted((a, b) => possible.indexOf(a) - possible.indexOf(b)))
  expect(whileHeld).toBe(held === 'acks' ? 'noted there,replied there' : 'noted here,replied here')
  expect(rows.slice(rows.indexOf('hi')).every(text => text === 'hi')).toBe(true)
  stop()
  stopRows()
  page.dispose()
})

test('[P3] a refused claim takes its hope and the reply that rested on it back, and keeps the words', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  await tab.device.dispatch({ type: 'conversation.claim', conversation: 'c-1' })
  await tab.device.dispatch(reply('I will look into it'))
  expect(tab.live.threads.all.get('c-1')).toMatchObject({ assignee: me.agent, last: { text: 'I will look into it' } })
  server.tell({ type: 'conversation.claim', id: 'k-9', at: Date.now(), conversation: 'c-1' }, server.by('berta'))
  server.isUp = true
  await until(
    () => tab.live.outbox.value.length === 2 && tab.live.outbox.value.every(entry => entry.state === 'refused')
  )
  const [claim, said] = tab.live.outbox.value
  expect(claim?.refusal).toMatchObject({ reason: 'already-claimed', by: 'berta' })
  expect(said).toMatchObject({
    words: 'I will look into it',
    refusal: { reason: 'depends-on-refused', after: claim?.id }
  })
  expect(tab.live.threads.all.get('c-1')).toMatchObject({ assignee: 'berta', last: { text: 'Hello?' } })
  expect(texts(server)).toEqual([])
  await tab.device.discardRefused(claim?.id ?? '')
  await tab.device.discardRefused(said?.id ?? '')
  expect(tab.live.outbox.value).toEqual([])
})

test('[P4] a hope that no longer holds stays on the page with its words, in doubt, until the server has judged', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  server.holdsAcks = true
  server.isUp = false
  server.cut()
  await tab.device.dispatch({ type: 'conversation.claim', conversation: 'c-1' })
  await tab.device.dispatch(reply('mine'))
  const page = tab.device.openConversation('c-1')
  await until(() => page.items.value.some(item => item.kind === 'replied' && item.onDevice))
  server.tell({ type: 'conversation.claim', id: 'k-8', at: Date.now(), conversation: 'c-1' }, server.by('berta'))
  server.isUp = true
  await until(() => tab.live.outbox.value.some(entry => entry.doubt?.reason === 'already-claimed'))
  expect(page.items.value.find(item => item.kind === 'replied')).toMatchObject({
    onDevice: true,
    doubt: { reason: 'depends-on-refused' }
  })
  page.dispose()
})

test('what is refused here never reaches the outbox', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  server.tell({ type: 'conversation.claim', id: 'k-7', at: Date.now(), conversation: 'c-1' }, server.by('berta'))
  await until(() => tab.live.threads.all.get('c-1')?.assignee === 'berta')
  const told = await tab.device.dispatch({ type: 'conversation.claim', conversation: 'c-1' })
  expect(told).toMatchObject({ accepted: false, refusal: { reason: 'already-claimed', by: 'berta' } })
  expect(await tab.device.dispatch({ ...reply('   ') })).toEqual({ accepted: false, refusal: { reason: 'empty' } })
  expect(tab.live.outbox.value).toEqual([])
})

test('a waiting command can be withdrawn, only consumes its n, and what rested on it still goes', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  const claimed = await tab.device.dispatch({ type: 'conversation.claim', conversation: 'c-1' })
  await tab.device.dispatch(reply('still goes'))
  if (!claimed.accepted) throw new Error('refused')
  expect(await tab.device.withdraw(claimed.id)).toMatchObject({ type: 'conversation.claim' })
  expect(tab.live.threads.all.get('c-1')?.assignee).toBe(null)
  server.isUp = true
  await drained(tab)
  expect(server.pushed.map(item => [item.n, item.command?.type ?? null, item.after])).toEqual([
    [1, null, null],
    [2, 'conversation.reply', null]
  ])
  expect(await tab.device.withdraw(claimed.id)).toBe(null)
})

test('undo withdraws what has not gone, and sends the opposite of what has', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  const resolved = await tab.device.dispatch({
    type: 'conversation.resolve',
    conversation: 'c-1',
    seen: (await tab.device.seen('c-1')).ofCustomer
  })
  await drained(tab)
  expect(tab.live.threads.all.get('c-1')?.status).toBe('resolved')
  expect(resolved.accepted && (await resolved.undo?.())).toBe(true)
  await drained(tab)
  expect(server.events.at(-1)?.fact.type).toBe('conversation.reopened')
  server.isUp = false
  server.cut()
  const said = await tab.device.dispatch(reply('oops'))
  expect(said.accepted && (await said.undo?.())).toBe(true)
  expect(tab.live.outbox.value).toEqual([])
  server.isUp = true
  await connected(tab)
  expect(texts(server)).toEqual([])
})

test('nobody undoes what somebody else did in this tab before they left it', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await tabOf(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  const done = await tab.device.dispatch({ type: 'conversation.claim', conversation: 'c-1' })
  await tab.close()
  expect(done.accepted && (await done.undo?.())).toBe(false)
  const again = await tabOf(server, me)
  expect(again.live.outbox.value).toMatchObject([{ command: { type: 'conversation.claim' } }])
})
