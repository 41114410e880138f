import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dryRun } from '../../sync-server/automation/dry-run.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { refund } from './rules.ts'
import { Workshop } from './workshop.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let shop: Workshop

beforeEach(async () => {
  shop = await new Workshop(db.sql, freshTenant()).open()
  await shop.founded()
})
afterEach(() => shop.end())

const minuteMs = 60_000

describe('a customer who waits', () => {
  const waited = {
    when: { on: 'waited' as const, minutes: 30 },
    if: [],
    then: [{ do: 'label' as const, label: 'late' }]
  }
  const labelled = async () => (await shop.of('c1')).labels.includes('late')

  /** The clock is looked at when the server starts. */
  async function later(minutes: number): Promise<void> {
    shop.clock += minutes * minuteMs
    await shop.again()
    await shop.end()
    await shop.open()
  }

  beforeEach(async () => {
    shop.start()
    await shop.publish('late', waited)
    await shop.writes('c1', 'Hello')
    await shop.settled()
  })

  test('is seen once, when the time has come and not before', async () => {
    await later(29)
    expect(await labelled()).toBe(false)
    await later(1)
    expect(await labelled()).toBe(true)
    await shop.tell({ type: 'conversation.unlabel', conversation: 'c1', label: 'late' })
    await later(60)
    expect(await labelled()).toBe(false)
    expect(await shop.came('late')).toEqual(['fired'])
  })

  test('is seen when the automation says it by now, though it said later when they wrote', async () => {
    shop.clock += 10 * minuteMs
    await shop.publish('late', { ...waited, when: { on: 'waited', minutes: 10 } }, 1)
    await shop.settled()
    await later(0)
    expect(await labelled()).toBe(true)
    shop.start()
    await shop.writes('c2', 'Hello')
    await shop.settled()
    await shop.publish('late', { ...waited, when: { on: 'waited', minutes: 20 } }, 2)
    await shop.settled()
    await later(19)
    expect(await shop.came('late')).toEqual(['fired'])
    await later(1)
    expect(await shop.came('late')).toEqual(['fired', 'fired'])
  })

  test('is acted for once, also when the automation says another time afterwards', async () => {
    await later(30)
    expect(await labelled()).toBe(true)
    await shop.tell({ type: 'conversation.unlabel', conversation: 'c1', label: 'late' })
    shop.start()
    await shop.publish('late', { ...waited, when: { on: 'waited', minutes: 60 } }, 1)
    await shop.writes('c1', 'Hello?')
    await shop.settled()
    await later(30)
    expect(await labelled()).toBe(false)
    expect(await shop.came('late')).toEqual(['fired'])
    // Who was answered and waits again waits anew.
    const content = { kind: 'text', text: 'Hi' } as const
    await shop.tell({ type: 'conversation.reply', conversation: 'c1', content, seen: null })
    shop.start()
    await shop.writes('c1', 'And now?')
    await shop.settled()
    await later(60)
    expect(await shop.came('late')).toEqual(['fired', 'fired'])
  })

  test('is looked at again at another time by an automation that had no reason to act', async () => {
    shop.start()
    const urgent = { ...waited, if: [[{ is: 'priority' as const, priority: 'urgent' as const }]] }
    await shop.publish('late', urgent, 1)
    await shop.settled()
    await later(30)
    await shop.tell({ type: 'conversation.prioritise', conversation: 'c1', priority: 'urgent' })
    shop.start()
    await shop.publish('late', { ...urgent, when: { on: 'waited', minutes: 60 } }, 2)
    await shop.writes('c1', 'Hello?')
    await shop.settled()
    await later(30)
    expect(await shop.came('late')).toEqual(['fired', 'condition'])
  })

  test('and got an answer in time is no case for it; the next wait is another', async () => {
    await shop.tell({
      type: 'conversation.reply',
      conversation: 'c1',
      content: { kind: 'text', text: 'Hi' },
      seen: null
    })
    await shop.settled()
    await later(60)
    expect(await shop.came('late')).toEqual([])
    shop.start()
    await shop.writes('c1', 'And now?')
    await shop.settled()
    await later(31)
    expect(await shop.came('late')).toEqual(['fired'])
  })

  test('and only heard an automation goes on waiting: what comes after an apology still comes', async () => {
    await shop.publish('sorry', {
      ...waited,
      then: [{ do: 'reply', text: 'Sorry, it takes a little longer today.' }]
    })
    await shop.publish('worse', {
      ...waited,
      when: { on: 'waited', minutes: 60 },
      then: [{ do: 'label', label: 'worse' }]
    })
    shop.start()
    await shop.writes('c2', 'Hello')
    await shop.settled()
    await later(30)
    expect((await shop.of('c2')).last).toMatchObject({ kind: 'replied' })
    await later(30)
    expect((await shop.of('c2')).labels).toEqual(['late', 'worse'])
    await later(60)
    expect(await shop.came('sorry')).toEqual(['fired'])
  })

  test('and was put off for days is seen when that is over, once', async () => {
    const { lastReceived: seen } = await shop.of('c1')
    await shop.tell({ type: 'conversation.snooze', conversation: 'c1', until: shop.clock + 2880 * minuteMs, seen })
    await shop.settled()
    await later(2881)
    expect(await shop.came('late')).toEqual([])
    shop.start()
    await shop.tell({ type: 'conversation.wake', conversation: 'c1' })
    await shop.settled()
    await later(1)
    expect(await shop.came('late')).toEqual(['fired'])
    const played = await dryRun({ log: shop.log, actors: shop.actors, now: () => shop.clock }, shop.tenant, {
      ...refund,
      ...waited
    })
    expect(played.runs.map(({ at, came }) => [at, came.as])).toEqual(
      (await shop.runs('late')).map(({ at, came }) => [at, came.as])
    )
    // It is the same wait as before, however often they write.
    shop.start()
    await shop.writes('c1', 'Hello?')
    await shop.settled()
    await later(31)
    expect(await shop.came('late')).toEqual(['fired'])
  })
})
