import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { openThreads, type Threads } from '../../sync-server/conversations/threads.ts'
import { eraseAgain } from '../../sync-server/erasing/again.ts'
import { whenContactErased } from '../../sync-server/erasing/when-contact-erased.ts'
import type { Follower } from '../../sync-server/log/follow.ts'
import { faultsOf } from '../log/chain.ts'
import { given, shop, type Shop } from '../sealing/given.ts'

const here = given()
let threads: Threads
let erasing: Follower
beforeAll(() => {
  const { sql, actors, erasing: parts, log } = here.core
  threads = openThreads(sql, actors, log.follow)
  erasing = whenContactErased(parts, threads, log.follow)
})
afterAll(async () => {
  await erasing.stop()
  await threads.stop()
  await here.core.links.stop()
})

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

const tell = (tenant: string, command: Bare<AnyCommand>) =>
  here.core.actors.tell(tenant, { ...command, id: randomUUID(), at: Date.now() }, now =>
    trustedContext({ kind: 'agent', id: 'ana' }, now)
  )
const merge = ({ tenant }: Shop, contact: string, into: string) =>
  tell(tenant, { type: 'contact.merge', contact, into })
const unmerge = ({ tenant }: Shop, contact: string, from: string) =>
  tell(tenant, { type: 'contact.unmerge', contact, from })

async function people(ours: Shop, ...names: string[]): Promise<string[]> {
  const met: string[] = []
  for (const name of names) met.push((await ours.writes(name, `said-${name}`)).contact)
  return met
}

async function linksOf({ tenant }: Shop, contacts: readonly string[]): Promise<(string | undefined)[]> {
  const states = await Promise.all(contacts.map(one => here.core.actors.state(tenant, 'contact', one)))
  return states.map(state => state.merged?.into)
}
const linkedWith = async ({ tenant }: Shop, contact: string) =>
  (await here.core.links.linkedWith(tenant, [contact])).toSorted()

describe('merges on the server’s log', () => {
  test('each into the other at once become one link', async () => {
    const ours = await shop(here)
    for (let round = 0; round < 10; round++) {
      const [a, b] = (await people(ours, `a${round}`, `b${round}`)) as [string, string]
      const told = await Promise.all([merge(ours, a, b), merge(ours, b, a)])
      expect(told.map(one => one.result)).toEqual(['accepted', 'accepted'])
      expect((await linksOf(ours, [a, b])).filter(into => into !== undefined)).toHaveLength(1)
    }
  })

  test('in a ring at once never go round in a circle', async () => {
    const ours = await shop(here)
    const ring = await people(ours, 'a', 'b', 'c', 'd', 'e')
    await Promise.all(ring.map((one, i) => merge(ours, one, ring[(i + 1) % ring.length] ?? '')))
    expect((await linksOf(ours, ring)).filter(into => into !== undefined)).toHaveLength(ring.length - 1)
    expect(await linkedWith(ours, ring[0] ?? '')).toEqual(ring.toSorted())
  })

  test('and their taking back wait for each other’s contacts without waiting in a circle', async () => {
    const ours = await shop(here)
    const [a, b] = (await people(ours, 'a', 'b')) as [string, string]
    const crossed = Array.from({ length: 20 }, () => [merge(ours, a, b), unmerge(ours, b, a), unmerge(ours, a, b)])
    const told = await Promise.all(crossed.flat())
    expect(told).toHaveLength(60)
    const renamed = await tell(ours.tenant, { type: 'contact.rename', contact: a, name: 'A' })
    expect(renamed.result).toBe('accepted')
  })

  test('are known to who asks for a person’s parts, in any direction, and after a new start', async () => {
    const ours = await shop(here)
    const [a, b, c, d] = (await people(ours, 'a', 'b', 'c', 'd')) as [string, string, string, string]
    await merge(ours, a, b)
    await merge(ours, b, c)
    for (const one of [a, b, c]) expect(await linkedWith(ours, one)).toEqual([a, b, c].toSorted())
    expect(await linkedWith(ours, d)).toEqual([d])
    await unmerge(ours, b, c)
    expect(await linkedWith(ours, a)).toEqual([a, b].toSorted())
    expect(await linkedWith(ours, c)).toEqual([c])
    const theirs = await shop(here)
    expect(await linkedWith(theirs, a)).toEqual([a])
    const fresh = await here.again()
    expect((await fresh.links.linkedWith(ours.tenant, [b])).toSorted()).toEqual([a, b].toSorted())
    await fresh.links.stop()
    await fresh.log.close()
  })

  test('a later message to any handle belongs to the same person, and its contact is the one it always was', async () => {
    const ours = await shop(here)
    const [a, b] = (await people(ours, 'a', 'b')) as [string, string]
    await merge(ours, a, b)
    const again = await ours.writes('a', 'once more')
    expect(again.contact).toBe(a)
    expect(await linksOf(ours, [a, b])).toEqual([b, undefined])
  })
})

describe('who is erased', () => {
  const caughtUp = async () => {
    // What one makes true the other follows.
    for (let round = 0; round < 4; round++) await erasing.caughtUp()
  }
  const readable = async (ours: Shop) =>
    JSON.stringify(await here.core.log.follow.since(ours.tenant, 0, 1000)) + (await ours.stored())

  test('is erased with all that was merged with them, by whichever part, and nobody else is', async () => {
    for (const asked of [0, 1, 2]) {
      const ours = await shop(here)
      const three = await people(ours, 'ann', 'bob', 'cid')
      const [a, b, c] = three as [string, string, string]
      const [other] = await people(ours, 'dee')
      await ours.tell({ type: 'contact.note', contact: a, text: 'noted-ann' })
      await merge(ours, a, b)
      await merge(ours, b, c)
      await ours.tell({ type: 'contact.erase', contact: three[asked] ?? '' })
      await caughtUp()
      const left = await readable(ours)
      for (const word of ['noted-ann', 'said-ann', 'said-bob', 'said-cid']) {
        expect([asked, word, left.includes(word)]).toEqual([asked, word, false])
      }
      expect(left).toContain('said-dee')
      expect(await here.core.actors.state(ours.tenant, 'contact', other ?? '')).toMatchObject({ known: true })
      expect(await faultsOf(here.core.sql, ours.tenant)).toEqual([])
    }
  })

  test('takes nobody along who was unmerged before', async () => {
    const ours = await shop(here)
    const [a, b] = (await people(ours, 'ann', 'bob')) as [string, string]
    await merge(ours, a, b)
    await unmerge(ours, a, b)
    await ours.tell({ type: 'contact.erase', contact: b })
    await caughtUp()
    expect(await readable(ours)).toContain('said-ann')
  })

  test('and is erased again in an older database takes nobody along who was linked only there', async () => {
    const ours = await shop(here)
    const [a, b] = (await people(ours, 'ann', 'bob')) as [string, string]
    await merge(ours, a, b)
    here.core.erasing.erasures.note({ tenant: ours.tenant, contact: b, at: 1 })
    expect(await eraseAgain(here.core.erasing, String)).toBe(1)
    await caughtUp()
    const left = await readable(ours)
    expect([left.includes('said-bob'), left.includes('said-ann')]).toEqual([false, true])
  })
})
