import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { useDevice } from '../../web/app/device.ts'
import { besideWords } from '../../web/conversations/beside-words.ts'
import { SharedDraft } from '../../web/sync/shared-draft.ts'
import { newId } from '../web-drafts/writers.ts'
import { shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody, type Tab } from './support/tab.ts'

afterEach(closeTabs)

/** What a page begins with after a reload: nothing, until it has asked the disk. */
function reloaded({ device }: Tab) {
  useDevice(device)
  return besideWords('answered')
}

test('the message that a reply answers outlives a reload, for each conversation, until it is taken away', async () => {
  const me = somebody()
  const server = shopFor(me)
  const before = await openTab(server, me)
  const chosen = reloaded(before)
  chosen.put('c-1', 'm-1')
  chosen.put('c-2', 'm-2')
  chosen.put('c-2', undefined)
  expect([chosen.now('c-1'), chosen.now('c-2')]).toEqual(['m-1', undefined])
  await before.close()

  const again = reloaded(await openTab(server, me))
  expect(again.now('c-1')).toBeUndefined()
  await again.recall('c-1')
  await again.recall('c-2')
  expect([again.now('c-1'), again.now('c-2')]).toEqual(['m-1', undefined])
})

test('what is chosen while the disk is asked is newer than what it says', async () => {
  const me = somebody()
  const tab = await openTab(shopFor(me), me)
  reloaded(tab).put('c-1', 'm-1')
  await tab.device.flushDrafts()
  const again = reloaded(tab)
  const recalled = again.recall('c-1')
  again.put('c-1', 'm-2')
  await recalled
  expect(again.now('c-1')).toBe('m-2')
})

test('it is in no document that colleagues write in too', async () => {
  const me = somebody()
  const tab = await openTab(shopFor(me), me)
  const shared = new SharedDraft('c-1', newId)
  await tab.device.openDraft('c-1', shared)
  reloaded(tab).put('c-1', 'm-1')
  tab.device.writeDraft('c-1', 'reply', 'Yes')
  await tab.device.flushDrafts()
  expect([shared.text('reply'), shared.text('note')]).toEqual(['Yes', ''])
  expect(new TextDecoder().decode(shared.state)).not.toContain('m-1')
  expect(await tab.device.readDraft('c-1', 'answered')).toBe('m-1')
  await tab.device.closeDraft('c-1', shared)
})

test('whoever sits down at the same tab next answers nothing that somebody else has chosen', async () => {
  const [ada, bea] = [somebody(), somebody()]
  const tab = await openTab(shopFor(ada), ada)
  const chosen = reloaded(tab)
  chosen.put('c-1', 'm-1')
  await tab.close()
  useDevice((await openTab(shopFor(bea), bea)).device)
  expect([chosen.now('c-1'), chosen.of('c-1')]).toEqual([undefined, undefined])
  await chosen.recall('c-1')
  expect(chosen.now('c-1')).toBeUndefined()
  chosen.put('c-2', 'm-2')
  expect([chosen.now('c-1'), chosen.now('c-2')]).toEqual([undefined, 'm-2'])
  useDevice((await openTab(shopFor(ada), ada)).device)
  await chosen.recall('c-1')
  expect(chosen.now('c-1')).toBe('m-1')
})
