import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { advance, passTime } from '../../shared/routing/advance.ts'
import { emptyPicture } from '../../shared/routing/picture.ts'
import { NotStored } from '../../sync-server/log/commit.ts'
import { comparePicture } from '../../sync-server/routing/compare-picture.ts'
import { openPictures } from '../../sync-server/routing/pictures.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { House } from './house.ts'
import { minute } from './story.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let house: House

beforeEach(async () => {
  house = await new House(db.sql, freshTenant()).open()
})
afterEach(() => house.end())

/** In any order: those who are given together are told together. */
const routed = async () => (await house.routed()).toSorted()

/** What the log alone says was to be given, however often and in which order it was routed. */
async function replayed(): Promise<string[]> {
  const picture = emptyPicture()
  const made = (await house.events()).flatMap(event => advance(picture, event))
  return [...made, ...passTime(picture, house.now())]
    .map(({ conversation, to }) => `${conversation} → ${to}`)
    .toSorted()
}

describe('whoever waits', () => {
  test('is given to somebody at once, and the log says why', async () => {
    await house.founded({}, 'ana', 'ben')
    await house.set('ben', 'away')
    await house.route()
    await house.writes('c1')
    expect(await routed()).toEqual(['c1 → ana'])
    const said = (await house.events()).find(({ fact }) => fact.type === 'conversation.assigned')
    expect(said?.fact).toMatchObject({
      by: { kind: 'system', id: 'router' },
      why: { decidedBy: 'only-one', candidates: [{ agent: 'ana' }, { agent: 'ben', standing: 'away' }] }
    })
    expect(said?.scope).toBe('inbox:shop')
  })

  test('is given once, and nobody is forgotten, though the server is ended after any of it', async () => {
    await house.founded({ method: 'least-busy', limit: 2 }, 'ana', 'ben')
    await house.route()
    for (const name of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) {
      await house.writes(name)
      await house.again(name < 'c4' ? 'place' : 'picture')
    }
    expect(await routed()).toEqual(['c1 → ana', 'c2 → ben', 'c3 → ana', 'c4 → ben'])
    await house.resolves('c2', 'ben')
    await house.again()
    await house.resolves('c1', 'ana')
    expect(await routed()).toEqual(['c1 → ana', 'c2 → ben', 'c3 → ana', 'c4 → ben', 'c5 → ben', 'c6 → ana'])
    expect(await replayed()).toEqual(await routed())
  })

  test('while nobody gave anything out is given by the policy that is published then, and by none before it', async () => {
    await house.founded({ method: 'manual' }, 'ana', 'ben')
    await house.route()
    for (const name of ['old', 'taken', 'c1', 'c2']) {
      await house.writes(name)
      house.clock += minute
    }
    await house.claims('taken', 'ben')
    await house.again()
    expect(await routed()).toEqual([])
    // What ben took counts for him: he has room for one.
    await house.publish({ method: 'least-busy', limit: 2 })
    expect(await routed()).toEqual(['c1 → ben', 'c2 → ana', 'old → ana'])
    expect(await replayed()).toEqual(await routed())
  })

  test('the longest goes first, at once, when somebody has room again', async () => {
    await house.founded({ limit: 1 }, 'ana')
    await house.route()
    for (const name of ['c1', 'old', 'new']) {
      await house.writes(name)
      house.clock += minute
    }
    expect(await routed()).toEqual(['c1 → ana'])
    await house.resolves('c1', 'ana')
    expect(await routed()).toEqual(['c1 → ana', 'old → ana'])
    await house.limit('ana', 2)
    await house.publish({ limit: 2 })
    expect(await routed()).toEqual(['c1 → ana', 'new → ana', 'old → ana'])
  })

  test('goes to whoever had them before, also after a start that has forgotten who was resolved', async () => {
    await house.founded({ sticky: true }, 'ana', 'ben', 'cem')
    await house.route()
    for (const name of ['c1', 'c2', 'c3', 'c4']) await house.writes(name)
    expect(await routed()).toContain('c2 → ben')
    await house.resolves('c2', 'ben')
    await house.again()
    await house.writes('c2')
    expect((await house.routed()).at(-1)).toBe('c2 → ben')
    expect(await replayed()).toEqual(await routed())
  })
})

describe('when it takes a time', () => {
  const help = { overflow: { team: 'help', afterMinutes: 10 }, team: 'sales' }
  beforeEach(async () => {
    await house.founded(help, 'ana', 'ben')
    for (const [team, agent] of [
      ['sales', 'ana'],
      ['help', 'ben']
    ] as const) {
      await house.tell({ type: 'team.form', team, name: team })
      await house.tell({ type: 'team.add-member', team, agent })
    }
    await house.set('ana', 'away', house.clock + 30 * minute)
    await house.route()
  })

  test('what comes due while the server is down is done when it is up, once', async () => {
    await house.writes('c1')
    expect(await routed()).toEqual([])
    await house.end()
    house.clock += 11 * minute
    await (await house.open()).route()
    await vi.waitFor(async () => expect(await house.routed()).toEqual(['c1 → ben']), { timeout: 60_000 })
    await house.set('ben', 'busy')
    await house.writes('c2')
    await house.end('picture')
    house.clock += 20 * minute
    await (await house.open()).route()
    await vi.waitFor(async () => expect(await house.routed()).toEqual(['c1 → ben', 'c2 → ana']), { timeout: 60_000 })
    await house.again('place')
    expect(await routed()).toEqual(await replayed())
  })
})

test('a time that comes while the server runs is heard too', async () => {
  house.isTicking = true
  await house.founded({}, 'ana')
  await house.set('ana', 'away', house.now() + 1500)
  await house.route()
  await house.writes('c1')
  await vi.waitFor(async () => expect(await house.routed()).toEqual(['c1 → ana']), { timeout: 60_000 })
})

describe('somebody who is faster than the router', () => {
  test('has it; the router goes on with the next, and what it promised harms nobody', async () => {
    await house.founded({ limit: 1 }, 'ana', 'ben')
    let claimed = false
    house.tampered = actors => ({
      ...actors,
      async tell(tenant, command, judge, ticket) {
        // Between the promise and its command.
        if (command.type === 'conversation.route' && !claimed) {
          claimed = true
          await house.claims('c1', 'cem')
        }
        return actors.tell(tenant, command, judge, ticket)
      }
    })
    await house.route()
    await house.writes('c1')
    expect(await routed()).toEqual([])
    expect(await house.holderOf('c1')).toBe('cem')
    for (const name of ['c2', 'c3', 'c4']) await house.writes(name)
    // Ana was promised the first, and has room for another all the same.
    expect(await routed()).toEqual(['c2 → ben', 'c3 → ana'])
    expect(house.faults).toEqual([])
  })

  test('and who leaves while it is on its way to them: it waits again, for somebody who is there', async () => {
    await house.founded({}, 'ana', 'ben')
    house.tampered = actors => ({
      ...actors,
      async tell(tenant, command, judge, ticket) {
        if (command.type === 'conversation.route' && command.to === 'ana')
          await house.tell({ type: 'agent.leave', agent: 'ana' })
        return actors.tell(tenant, command, judge, ticket)
      }
    })
    await house.route()
    await house.writes('c1')
    expect(await routed()).toEqual(['c1 → ana', 'c1 → ben'])
    expect(house.faults).toEqual([])
  })
})

describe('a database that fails', () => {
  test.each(['before', 'after'] as const)(
    '%s it has written what was routed: nobody is forgotten, nobody given twice',
    async when => {
      await house.founded({ method: 'least-busy' }, 'ana', 'ben', 'cem')
      let failures = 0
      house.tampered = actors => ({
        ...actors,
        async tell(tenant, command, judge, ticket) {
          const fails = failures++ % 2 === 0
          if (fails && when === 'before') throw new NotStored('the disk is full')
          const told = await actors.tell(tenant, command, judge, ticket)
          if (fails) throw new NotStored('the line is dead')
          return told
        }
      })
      await house.route()
      await Promise.all(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map(name => house.writes(name)))
      const given = await routed()
      expect(given.map(one => one.slice(0, 2))).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
      expect(new Set(given.map(one => one.slice(5)))).toEqual(new Set(['ana', 'ben', 'cem']))
      expect(house.faults.length).toBeGreaterThan(0)
    }
  )
})

test('a picture that another engine drew, or that rotted, is not believed', async () => {
  await house.founded({ limit: 1 }, 'ana')
  await house.route()
  await house.writes('c1')
  await house.writes('c2')
  await routed()
  await house.end()
  const [kept] = await db.sql
    .of(house.tenant)
    .query<{ picture: string }>('select picture from routing_picture where tenant = $1', [house.tenant])
  const free = kept!.picture.replaceAll('"limit":1', '"limit":9')
  expect(free).not.toBe(kept!.picture)
  await db.sql.of(house.tenant).query('update routing_picture set picture = $2 where tenant = $1', [house.tenant, free])
  await (await house.open()).route()
  await house.writes('c3')
  expect(await routed()).toEqual(['c1 → ana'])
})

test('what the router knows is compared with its log, and drawn anew where it differs', async () => {
  await house.founded({ limit: 1 }, 'ana', 'ben')
  await house.route()
  for (const name of ['c1', 'c2', 'c3']) await house.writes(name)
  await routed()
  await house.resolves('c1', 'ana')
  await routed()
  await house.end()
  const { tenant } = house
  await house.open()
  const source = { sql: db.sql, log: house.log }
  const compared = (replace = false) => comparePicture(source, tenant, { replace })
  // Two people, an inbox, and two who are open.
  expect(await compared()).toEqual({ table: 'routing_picture', rows: 5, more: 0, differences: [] })
  const pictures = openPictures(db.sql)
  const picture = (await pictures.read(tenant))!
  picture.people.get('ana')!.limit = 7
  picture.conversations.delete('c2')
  await pictures.keep(tenant, picture)
  expect((await compared(true)).differences).toEqual([
    { key: { what: 'agent/ana' }, what: 'differs' },
    { key: { what: 'conversation/c2' }, what: 'is missing' }
  ])
  expect(await pictures.read(tenant)).toBeUndefined()
})
