import { expect, test } from 'vitest'
import type { Workspace } from '../../sync-server/identity/roster.ts'
import {
  drain,
  fanOut,
  join,
  newHub,
  part,
  review,
  signOut,
  sizeOf,
  type Member
} from '../../sync-server/sync/engine/hub.ts'
import { viewerOf, type Viewer } from '../../sync-server/sync/engine/viewer.ts'
import { admin, event, inSales } from './given.ts'

const member = (session: string, change: Partial<Member<string>> = {}): Member<string> => {
  return { session, tenant: 't', client: session, viewer: admin, signIn: `key of ${session}`, ...change }
}
const hubOf = (...members: readonly Member<string>[]) => {
  const hub = newHub<string>()
  for (const one of members) join(hub, one)
  return hub
}
const batch = { tenant: 't', from: 3, to: 4, events: [event(3, 'inbox:sales'), event(4, 'inbox:support')] }

test('[O2] everybody of the tenant hears of every batch, and nobody of another', () => {
  const hub = hubOf(member('a'), member('b', { viewer: inSales }), member('c', { tenant: 'other' }))
  const heard = fanOut(hub, batch).map(({ to, frames }) => [
    to,
    frames().map(frame => JSON.parse(frame.text) as unknown)
  ])
  expect(heard).toMatchObject([
    ['a', [{ from: 3, to: 4, events: [{ seq: 3 }, { seq: 4 }] }]],
    ['b', [{ from: 3, to: 4, events: [{ seq: 3 }] }]]
  ])
})

test('[F1] a batch is encoded once for all who see the same, however many they are', () => {
  const hub = hubOf(...Array.from({ length: 500 }, (_, i) => member(`${i}`, { viewer: i % 2 ? admin : inSales })))
  const made = new Set(fanOut(hub, batch).flatMap(({ frames }) => frames()))
  expect(made.size).toBe(2)
})

test('[F1] nothing is encoded for those who are behind and do not ask', () => {
  let looked = 0
  const counting: Viewer = { ...admin, sees: () => ++looked > 0 }
  const deliveries = fanOut(hubOf(member('a', { viewer: counting })), batch)
  expect(looked).toBe(0)
  deliveries[0]!.frames()
  expect(looked).toBe(2)
})

test('[T1] a device has one socket: a newer one overtakes the older', () => {
  const hub = hubOf(member('old', { client: 'phone' }), member('other'))
  const away = join(hub, member('new', { client: 'phone' }))
  expect(away).toEqual([{ to: 'old', farewell: { reason: 'overtaken', comeBackAfterMs: 30_000 } }])
  part(hub, 't', 'old')
  expect(fanOut(hub, batch).map(({ to }) => to)).toEqual(['other', 'new'])
  expect(sizeOf(hub)).toBe(2)
})

const firm = (agents: Record<string, { role: 'agent' | 'admin'; inboxes: readonly string[] }>) =>
  ({
    tenant: 't',
    agent: (id: string) => agents[id] && { status: 'active', role: agents[id].role },
    inboxesOf: (id: string) => agents[id]?.inboxes ?? []
  }) as unknown as Workspace

test('[S2] who may see more or less, or is somebody else now, has to come back; all others stay', () => {
  const before = firm({
    ada: { role: 'agent', inboxes: ['sales'] },
    bea: { role: 'agent', inboxes: ['sales', 'support'] },
    eve: { role: 'agent', inboxes: ['sales'] }
  })
  const of = (agent: string) => member(agent, { viewer: viewerOf(before, agent)! })
  const now = firm({
    ada: { role: 'agent', inboxes: ['sales'] },
    bea: { role: 'agent', inboxes: ['support'] }
  })
  expect(review(hubOf(of('ada'), of('bea'), of('eve')), now)).toEqual([
    { to: 'bea', farewell: { reason: 'scope-changed', comeBackAfterMs: 50 } },
    { to: 'eve', farewell: { reason: 'signed-out', comeBackAfterMs: 0 } }
  ])
})

test('[S2] a closed sign-in ends its own sockets, and no others', () => {
  const hub = hubOf(
    member('a', { signIn: 'x' }),
    member('b', { signIn: 'y' }),
    member('c', { tenant: 'u', signIn: 'x' })
  )
  expect(signOut(hub, ['x']).map(({ to }) => to)).toEqual(['a', 'c'])
})

test('[R2] a draining server sends everybody away, and each back at another moment', () => {
  const hub = hubOf(...Array.from({ length: 100 }, (_, i) => member(`${i}`)))
  const at = drain(hub).map(({ farewell }) => farewell.comeBackAfterMs)
  expect(new Set(at).size).toBe(100)
  expect(Math.min(...at)).toBe(500)
  expect(Math.max(...at)).toBeLessThan(2000)
})
