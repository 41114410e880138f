import { afterEach, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { connected, drained, shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody, type Tab } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

const boss = trustedContext({ kind: 'agent', id: 'boss' }, Date.now() + 60_000)
let ids = 0
const stamped = () => ({ id: `t-${++ids}`, at: Date.now() })
const membersOf = (tab: Tab) => tab.live.teams.all.get('orders')?.members

test('a team is on the device with its people, and is gone when it was disbanded', async () => {
  const me = somebody()
  const server = shopFor(me)
  server.tell({ ...stamped(), type: 'team.form', team: 'orders', name: 'Orders' }, boss)
  server.tell({ ...stamped(), type: 'team.add-member', team: 'orders', agent: me.agent }, boss)
  const tab = await openTab(server, me)
  await connected(tab)
  expect(membersOf(tab)).toEqual([me.agent])

  server.tell({ ...stamped(), type: 'team.disband', team: 'orders' }, boss)
  await until(() => membersOf(tab) === undefined, 'the team is gone')
})

test('a team is painted from the store before any server answers', async () => {
  const me = somebody()
  const server = shopFor(me)
  server.tell({ ...stamped(), type: 'team.form', team: 'orders', name: 'Orders' }, boss)
  const tab = await openTab(server, me)
  await connected(tab)
  await closeTabs()
  server.isUp = false
  const again = await openTab(server, me)
  await until(() => membersOf(again) !== undefined, 'the team is painted')
})

test('who says offline that they are away is away here at once, and for everybody when it arrives', async () => {
  const me = somebody()
  const server = shopFor(me)
  server.tell(
    { ...stamped(), type: 'agent.join', agent: me.agent, name: 'Ada', email: 'ada@x.test', role: 'agent' },
    boss
  )
  const tab = await openTab(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  const away = { type: 'agent.set-availability', agent: me.agent, availability: 'away', until: null } as const
  expect(await tab.device.dispatch(away)).toMatchObject({ accepted: true })
  expect(tab.live.agents.all.get(me.agent)?.availability).toBe('away')
  const said = () => server.events.filter(({ fact }) => fact.type === 'agent.availability-set').length
  expect(said()).toBe(0)
  server.isUp = true
  tab.world.wake()
  await drained(tab)
  expect(said()).toBe(1)
  expect(tab.live.agents.all.get(me.agent)?.availability).toBe('away')
})
