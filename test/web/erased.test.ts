import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { openOutboxDb, openPastDb } from '../../web/log/db.ts'
import { receivePart } from '../../web/sync/engine/receive.ts'
import { deletePasts, emptyPast, run, streamsOf, wordsIn } from './support/past.ts'
import { connected, edge, receive, reply, shopFor } from './support/shop.ts'
import type { FakeServer } from './support/fake-server.ts'
import { closeTabs, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(async () => {
  await closeTabs()
  await deletePasts()
})

const canary = 'kanarienvogel'
const meet = {
  type: 'contact.meet',
  id: 'met-1',
  at: 1,
  contact: 'maya',
  inbox: 'i-1',
  handles: [{ platform: 'webchat', kind: 'visitor', value: `${canary} number` }],
  name: `${canary} name`
} satisfies AnyCommand

/** As the server does it: the person, then what they said; whoever reads it from now on reads `erased`. */
function erase(server: FakeServer, forGood = true): void {
  if (forGood) server.tell({ type: 'contact.erase', id: 'erase-1', at: 2, contact: 'maya' }, edge)
  server.tell(
    { type: 'conversation.erase', id: 'erase-2', at: 2, conversation: 'c-1', resolvedBy: forGood ? null : Date.now() },
    edge
  )
  server.events.forEach((event, at) => {
    if (event.fact.type !== 'conversation.message-received') return
    server.events[at] = { ...event, fact: { ...event.fact, content: { kind: 'erased' } } as never }
  })
}

/** Everything both databases of this device hold. */
async function held({ tenant, agent }: { tenant: string; agent: string }): Promise<string> {
  const parts: string[] = []
  for (const db of [openPastDb(tenant, agent), openOutboxDb(tenant, agent)]) {
    for (const table of db.tables) parts.push(JSON.stringify(await table.toArray()))
    db.close()
  }
  return parts.join('\n')
}

/** A device that holds words everywhere it can, and then has no network. */
async function deviceOffline({ replies }: { replies: boolean }) {
  const me = somebody()
  const server = shopFor(me)
  server.tell(meet, edge)
  server.tell(receive(`${canary} said`), edge)
  server.tell(receive('somebody else', 'c-2'), edge)
  const tab = await openTab(server, me)
  await connected(tab)
  await until(async () => (await tab.device.search(canary, 10)).length > 0, 'its words can be searched')
  server.isUp = false
  server.cut()
  if (replies) await tab.device.dispatch(reply(`${canary} replied`))
  tab.device.writeDraft('c-1', 'note', `${canary} drafted`)
  tab.device.writeDraft('c-1', 'choices', `${canary} yes\n${canary} no`)
  tab.device.writeDraft('c-2', 'note', 'another draft')
  await tab.device.flushDrafts()
  expect((await held(me)).split(canary).length).toBeGreaterThan(5)
  return { me, server, tab }
}

test('[S4] a device that was offline drops everything of a person who was erased, and nothing else', async () => {
  const { me, server, tab } = await deviceOffline({ replies: true })
  erase(server)
  server.isUp = true
  tab.world.wake()
  await connected(tab)
  await until(async () => !(await held(me)).includes(canary), 'nothing of them is left')
  // Stored first, drawn a moment later.
  await until(() => !tab.live.threads.all.has('c-1'), 'it is not drawn any more')
  expect([...tab.live.threads.all.keys()]).toEqual(['c-2'])
  expect(tab.live.contacts.all.get('maya')).toBeUndefined()
  expect(tab.live.outbox.value).toEqual([])
  expect(await tab.device.readDraft('c-1', 'note')).toBe('')
  expect(await tab.device.readDraft('c-2', 'note')).toBe('another draft')
  expect(await tab.device.search(canary, 10)).toEqual([])
  await until(async () => (await tab.device.search('somebody', 10)).length === 1, 'who was not erased is found')
  expect(JSON.stringify(server.events)).not.toContain(`${canary} replied`)
})

test('[S4] a device that was away so long that it gets a snapshot drops it too, with the words it had not sent', async () => {
  const { me, server, tab } = await deviceOffline({ replies: true })
  erase(server)
  server.incarnation = 'life-2'
  server.leavesOut = ['conversation/c-1', 'contact/maya']
  server.isUp = true
  tab.world.wake()
  await connected(tab)
  await until(async () => !(await held(me)).includes(canary), 'nothing of them is left')
  // Stored first, drawn a moment later.
  await until(() => !tab.live.threads.all.has('c-1'), 'it is not drawn any more')
  expect([...tab.live.threads.all.keys()]).toEqual(['c-2'])
  expect(await tab.device.readDraft('c-2', 'note')).toBe('another draft')
})

test('[S4] what was brought only because something was written to it goes when the answer is that it was erased', async () => {
  const db = emptyPast()
  const [cold] = streamsOf(1)
  const { stream, events } = cold!
  await run(db, receivePart(0, { type: 'part', stream, complete: true, events }))
  expect((await wordsIn(db)).length).toBeGreaterThan(0)
  const last = events.at(-1)!
  const fact = { type: 'conversation.erased', id: 'e-1', at: 1, by: last.fact.by, cause: 'e-1', forGood: true }
  const erasure = { ...last, seq: last.seq + 1, version: last.version + 1, fact: fact as never }
  const stored = await run(db, receivePart(0, { type: 'part', stream, complete: false, events: [erasure] }))
  expect(stored).toMatchObject({ reset: [stream], erased: [stream] })
  expect([await db.events.count(), await wordsIn(db)]).toEqual([0, []])
})

test('what was kept long enough goes, and the conversation begins again with what is said next', async () => {
  const { me, server, tab } = await deviceOffline({ replies: false })
  const said = server.events.flatMap(({ stream, fact }) =>
    stream === 'conversation/c-1' && 'message' in fact ? [String(fact.message)] : []
  )
  const seen = said.at(-1) ?? null
  server.tell({ type: 'conversation.resolve', id: 'r-2', at: 1, conversation: 'c-1', seen }, edge)
  erase(server, false)
  server.tell(receive('A new matter'), edge)
  server.isUp = true
  tab.world.wake()
  await connected(tab)
  await until(() => tab.live.threads.all.get('c-1')?.last?.text === 'A new matter', 'it began again')
  const page = tab.device.openConversation('c-1')
  await until(() => page.painted.value, 'the page is there')
  expect(page.items.value.map(item => item.kind)).toEqual(['moment', 'moment', 'received'])
  // The contact is there, and has their name.
  const left = (await held(me)).split('\n').filter(text => /said|drafted/.test(text))
  expect(left).toEqual([])
  await until(async () => (await tab.device.search('matter', 10)).length === 1, 'what is new can be searched')
  page.dispose()
})
