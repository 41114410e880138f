import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NotStored } from '../../sync-server/log/commit.ts'
import { migrations } from '../../sync-server/schema.ts'
import { friday, minute } from '../conversations/story.ts'
import { database, freshTenant } from '../support/database.ts'
import { House } from './house.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
const first = { firstReply: 30, nextReply: null, resolution: null }
let house: House

beforeEach(async () => {
  await db.sql.everywhere.query('delete from sla_clock')
  house = await new House(db.sql, freshTenant()).open()
})
afterEach(async () => {
  await house.end()
})

/** Time goes by while nothing happens; the alarm is what a real clock would ring. */
const later = async (minutes: number) => {
  house.clock = friday + minutes * minute
  await house.watch?.stop()
  await house.watched()
}
const until = (told: string[]) => vi.waitFor(async () => expect(await house.said()).toEqual(told), { timeout: 30_000 })

describe('the server says what was missed', () => {
  test('soon, then too late, each once, and nothing where somebody answered', async () => {
    await house.founded(first)
    await house.watched()
    await house.writes('c1')
    await house.writes('c2')
    await later(10)
    await house.answers('c2')
    await later(23)
    await until(['c1 warned first-reply'])
    await later(31)
    await until(['c1 warned first-reply', 'c1 missed first-reply'])
    await house.answers('c1')
    await later(1000)
    await house.watch?.caughtUp()
    expect(await house.said()).toEqual(['c1 warned first-reply', 'c1 missed first-reply'])
    expect(house.faults).toEqual([])
  })

  test('what ran out while it was down is said when it is back, also where it was answered too late meanwhile', async () => {
    await house.founded(first)
    await house.writes('c1')
    await house.writes('c2')
    house.clock += 40 * minute
    await house.answers('c1')
    await house.watched()
    await until(['c1 missed first-reply', 'c2 missed first-reply'])
    const missed = (await house.log.follow.since(house.tenant, 0, 1000)).filter(
      ({ fact }) => fact.type === 'conversation.sla-missed'
    )
    expect(missed.map(({ fact }) => fact.at)).toEqual([friday + 30 * minute, friday + 30 * minute])
  })

  test('whatever it dies of in between, once', async () => {
    await house.founded(first)
    for (const one of ['c1', 'c2', 'c3', 'c4']) await house.writes(one)
    house.clock += 31 * minute
    let deaths = 0
    // Before it was stored, and after: the answer is lost, and nobody knows which it was.
    house.tampered = actors => ({
      ...actors,
      async tell(...told) {
        if (++deaths % 3 === 0) throw new NotStored(new Error('the disk is full'))
        const answer = await actors.tell(...told)
        if (deaths % 3 === 1) throw new Error('the power went')
        return answer
      }
    })
    for (let lives = 0; lives < 12 && (await house.said()).length < 4; lives++) {
      const begun = deaths
      house.watch = house.startWatch()
      await vi.waitUntil(async () => deaths > begun || (await house.said()).length === 4, { timeout: 30_000 })
      await house.end()
      await house.open()
    }
    expect(deaths).toBeGreaterThan(4)
    house.tampered = actors => actors
    await house.watched()
    await vi.waitFor(async () => expect(await house.said()).toHaveLength(4), { timeout: 30_000 })
    const all = ['c1', 'c2', 'c3', 'c4'].map(one => `${one} missed first-reply`)
    expect((await house.said()).toSorted()).toEqual(all)
  }, 120_000)

  test('a target counts at once for who waits, and takes nothing back', async () => {
    await house.founded(null)
    await house.watched()
    await house.writes('c1')
    await later(60)
    expect(await house.said()).toEqual([])
    await house.promises(first)
    await until(['c1 missed first-reply'])
    await house.promises({ ...first, firstReply: 600 })
    await later(1000)
    await house.watch?.caughtUp()
    expect(await house.said()).toEqual(['c1 missed first-reply'])
  })
})

describe('a workflow with targets of its own', () => {
  const slow = { ...first, firstReply: 480 }
  const quick = { ...first, firstReply: 10 }

  test('has them counted for whose card is open, and the inbox’s for everybody else', async () => {
    await house.founded(first)
    await house.aims(slow)
    await house.watched()
    for (const one of ['c1', 'c2']) await house.writes(one)
    await house.places('c1')
    await later(31)
    await until(['c2 missed first-reply'])
    await later(400)
    await until(['c2 missed first-reply', 'c1 warned first-reply'])
    await later(481)
    await until(['c2 missed first-reply', 'c1 warned first-reply', 'c1 missed first-reply'])
    const missed = (await house.log.follow.since(house.tenant, 0, 1000)).flatMap(({ fact }) =>
      fact.type === 'conversation.sla-missed' && 'workflow' in fact ? [fact.workflow] : []
    )
    expect(missed).toEqual(['w'])
    expect(house.faults).toEqual([])
  })

  test('is heard of at once: where it is published, and where a card comes or is closed', async () => {
    await house.founded(null)
    await house.aims(null)
    await house.watched()
    await house.writes('c1')
    await house.places('c1')
    await later(20)
    expect(await house.said()).toEqual([])
    await house.aims(quick, 1)
    await until(['c1 missed first-reply'])
    await house.writes('c2')
    await house.watch?.caughtUp()
    await house.places('c2')
    await house.watch?.caughtUp()
    await later(40)
    await until(['c1 missed first-reply', 'c2 missed first-reply'])
    await house.promises({ ...first, firstReply: 2 })
    await house.writes('c3')
    await house.places('c3')
    await house.watch?.caughtUp()
    await house.closes('c3')
    await house.watch?.caughtUp()
    await later(43)
    await until(['c1 missed first-reply', 'c2 missed first-reply', 'c3 missed first-reply'])
  })

  test('was missed also where the server was down then, and the card was closed when it was back', async () => {
    await house.founded(null)
    await house.aims(quick)
    await house.writes('c1')
    await house.places('c1')
    house.clock += 40 * minute
    await house.answers('c1')
    await house.closes('c1')
    await house.watched()
    await until(['c1 missed first-reply'])
  })
})
