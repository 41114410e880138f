import { afterEach, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { connected, drained, shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody, type Tab } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

const boss = trustedContext({ kind: 'agent', id: 'boss' }, Date.now() + 60_000)
let ids = 0
const stamped = () => ({ id: `p-${++ids}`, at: Date.now() })
const hours = { type: 'phrase.save', phrase: 'hours', onVersion: 0, name: 'Hours', text: 'Until six.' } as const
const textOf = (tab: Tab) => tab.live.phrases.all.get('hours')?.text

test('a saved reply is on the device also before any server answers, and is gone when it was removed', async () => {
  const me = somebody()
  const server = shopFor(me)
  server.tell({ ...stamped(), ...hours }, boss)
  await connected(await openTab(server, me))
  await closeTabs()
  server.isUp = false
  const tab = await openTab(server, me)
  await until(() => textOf(tab) === 'Until six.', 'it is painted')

  server.isUp = true
  tab.world.wake()
  await connected(tab)
  server.tell({ ...stamped(), type: 'phrase.remove', phrase: 'hours' }, boss)
  await until(() => textOf(tab) === undefined, 'it is gone')
})

/** An admin in a tunnel, who has just saved the opening hours. */
async function savedOffline() {
  const me = { ...somebody(), role: 'admin' as const }
  const server = shopFor(me)
  server.role = 'admin'
  const tab = await openTab(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  expect(await tab.device.dispatch(hours)).toMatchObject({ accepted: true })
  return { server, tab }
}

test('what an admin saves offline, and changes again, is there at once, and for everybody when it arrives', async () => {
  const { server, tab } = await savedOffline()
  expect(await tab.device.dispatch({ ...hours, onVersion: 1, text: 'Until seven.' })).toMatchObject({ accepted: true })
  expect(textOf(tab)).toBe('Until seven.')
  expect(tab.live.outbox.value.map(({ words }) => words)).toEqual(['Until six.', 'Until seven.'])
  const said = () => server.events.flatMap(({ fact }) => (fact.type === 'phrase.saved' ? [fact] : []))
  expect(said()).toEqual([])
  server.isUp = true
  tab.world.wake()
  await drained(tab)
  expect(said()).toMatchObject([{ text: 'Until six.' }, { text: 'Until seven.' }])
  expect(textOf(tab)).toBe('Until seven.')
})

test('a name that another one has is refused at once, and where a colleague was faster, when it arrives', async () => {
  const { server, tab } = await savedOffline()
  const too = { ...hours, phrase: 'too', name: 'hours' }
  expect(await tab.device.dispatch(too)).toMatchObject({
    accepted: false,
    refusal: { reason: 'name-taken', name: 'hours' }
  })
  // Renamed here since, the name is free for another: the one who had it first is not doubted.
  expect(await tab.device.dispatch({ ...hours, onVersion: 1, name: 'Opening' })).toMatchObject({ accepted: true })
  expect(await tab.device.dispatch(too)).toMatchObject({ accepted: true })
  // What was hoped for is drawn anew, each of it as it was when it was said.
  const eight = { ...hours, onVersion: 2, name: 'Opening', text: 'Until eight.' }
  expect(await tab.device.dispatch(eight)).toMatchObject({ accepted: true })
  expect(tab.live.outbox.value.map(({ doubt }) => doubt)).toEqual([null, null, null, null])
  expect(textOf(tab)).toBe('Until eight.')

  server.tell({ ...stamped(), ...hours, phrase: 'theirs', name: 'Opening' }, boss)
  server.isUp = true
  tab.world.wake()
  await until(() => tab.live.outbox.value.some(({ state }) => state === 'refused'), 'one is refused')
  expect(tab.live.outbox.value.map(({ refusal }) => refusal)).toContainEqual({
    reason: 'name-taken',
    name: 'Opening'
  })
})
