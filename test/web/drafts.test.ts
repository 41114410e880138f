import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { openOutboxDb } from '../../web/log/db.ts'
import { openDrafts } from '../../web/log/drafts.ts'
import { connected, reply, shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

test('a draft reaches the disk by itself, for each conversation and mode apart', async () => {
  const db = openOutboxDb('shop', somebody().agent)
  const drafts = openDrafts(db, Date.now, error => expect.unreachable(String(error)))
  drafts.write('c-1', 'reply', 'H')
  drafts.write('c-1', 'reply', 'Hello')
  drafts.write('c-1', 'note', 'careful')
  expect(await drafts.read('c-1', 'reply')).toBe('Hello')
  await until(async () => (await db.drafts.count()) === 2)
  expect(await db.drafts.get(['c-1', 'reply'])).toMatchObject({ text: 'Hello' })
  drafts.write('c-1', 'note', '')
  await drafts.flush()
  expect(await db.drafts.count()).toBe(1)
  await db.delete()
})

test('a page that is reloaded before the disk could answer finds its last keys, and stores them then', async () => {
  const db = openOutboxDb('shop', somebody().agent)
  const kept = new Map<string, string>()
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key)
  }
  const open = () => openDrafts(db, Date.now, error => expect.unreachable(String(error)), shelf)
  const before = open()
  before.write('c-1', 'reply', 'Half a')
  before.write('c-1', 'answered', 'm-1')
  // No flush, no wait: the page is gone.
  const reloaded = open()
  expect(await reloaded.read('c-1', 'reply')).toBe('Half a')
  expect(await reloaded.read('c-1', 'answered')).toBe('m-1')
  await reloaded.flush()
  expect(await db.drafts.get(['c-1', 'reply'])).toMatchObject({ text: 'Half a' })
  expect(kept.size).toBe(0)
  // What was sent does not come back.
  reloaded.write('c-1', 'reply', 'Half a thought')
  reloaded.drop('c-1', 'reply')
  expect(kept.size).toBe(0)
  await before.flush()
  await db.delete()
})

test('a hidden page has its drafts on the disk at once, and a reload finds them', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  tab.device.writeDraft('c-1', 'reply', 'not lost')
  tab.isVisible = false
  tab.world.wake()
  const db = openOutboxDb(me.tenant, me.agent)
  await until(async () => (await db.drafts.count()) === 1)
  db.close()
  await tab.close()
  expect(await (await openTab(server, me)).device.readDraft('c-1', 'reply')).toBe('not lost')
})

test('sending a reply takes its draft and leaves the note alone; a refused one leaves both', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  tab.device.writeDraft('c-1', 'reply', 'unfinished')
  tab.device.writeDraft('c-1', 'note', 'a note')
  await tab.device.dispatch({ ...reply('words'), conversation: 'c-nowhere' })
  expect(await tab.device.readDraft('c-1', 'reply')).toBe('unfinished')
  await tab.device.dispatch(reply('unfinished, now finished'))
  await tab.device.flushDrafts()
  expect(await tab.device.readDraft('c-1', 'reply')).toBe('')
  expect(await tab.device.readDraft('c-1', 'note')).toBe('a note')
})

test('[T2] words that cannot be stored are not called accepted, and the trouble is shown', async () => {
  const me = somebody()
  const server = shopFor(me)
  const reported: unknown[] = []
  const tab = await openTab(server, me, undefined, error => void reported.push(error))
  await connected(tab)
  const put = IDBObjectStore.prototype.add
  IDBObjectStore.prototype.add = () => {
    throw new DOMException('the disk is full', 'QuotaExceededError')
  }
  try {
    const told = await tab.device.dispatch(reply('kept in the composer'))
    expect(told).toEqual({ accepted: false, refusal: { reason: 'not-stored' } })
  } finally {
    IDBObjectStore.prototype.add = put
  }
  expect(tab.live.storageTrouble.value).toMatchObject({ kind: 'full' })
  expect(reported).toHaveLength(1)
  expect(tab.live.outbox.value).toEqual([])
  expect(tab.live.threads.all.get('c-1')?.last?.text).toBe('Hello?')
  await tab.device.dispatch(reply('kept in the composer'))
  expect(tab.live.storageTrouble.value).toBe(null)
})

test('signing out says what is unsent, and keeps it or forgets it as told', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  await tab.device.dispatch(reply('unsent'))
  tab.device.writeDraft('c-1', 'note', 'half')
  expect(await tab.device.unsent()).toEqual({ commands: 1, drafts: 1 })
  await tab.device.close('keep-unsent')
  const again = await openTab(server, me)
  expect(again.live.threads.all.size).toBe(0)
  expect(again.live.outbox.value.map(entry => entry.words)).toEqual(['unsent'])
  await again.device.close('forget-everything')
  const third = await openTab(server, me)
  expect(await third.device.unsent()).toEqual({ commands: 0, drafts: 0 })
})
