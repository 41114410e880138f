import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Content } from '../../shared/conversations/content.ts'
import type { AnyCommand } from '../../shared/catalog.ts'
import type { BusinessHours } from '../../shared/routing/content.ts'
import type { Actors } from '../../sync-server/actors/actors.ts'
import { noteCopied } from '../../sync-server/backup/copied.ts'
import { whenCustomerWritesAfterHours } from '../../sync-server/conversations/when-customer-writes-after-hours.ts'
import type { Follower } from '../../sync-server/log/follow.ts'
import { migrations } from '../../sync-server/schema.ts'
import { House } from '../sla/house.ts'
import { database, freshTenant } from '../support/database.ts'
import { friday, hour, minute } from './story.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
const nineToFive = [{ from: 9 * 60, to: 17 * 60 }]
const hours: BusinessHours = { zone: 'UTC', week: [[], nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, []] }
const never: BusinessHours = { zone: 'UTC', week: Array.from({ length: 7 }, () => []) }
/** Friday, an hour after closing; it opens on Monday. */
const evening = friday + 6 * hour
const monday = friday + 69 * hour
const words = 'We are back in the morning.'
let house: House
let follower: Follower | undefined

beforeEach(async () => {
  house = await new House(db.sql, freshTenant()).open()
  await house.founded(null)
  house.clock = evening
})
afterEach(async () => {
  await follower?.stop()
  follower = undefined
  await house.end()
})

const opens = (set: BusinessHours | null = hours) => house.tell({ type: 'inbox.set-hours', inbox: 'shop', hours: set })
const says = (text: string | null = words) => house.tell({ type: 'inbox.set-away-message', inbox: 'shop', text })

function start(actors: Pick<Actors, 'tell' | 'state'> = house.actors): Follower {
  const { follow } = house.log
  follower = whenCustomerWritesAfterHours({ sql: db.sql, actors, follow, now: () => house.clock })
  return follower
}

async function settled(): Promise<void> {
  await (follower ?? start()).caughtUp()
}

/** What customers were told by itself, and when the inbox was to open. */
async function told(): Promise<(readonly [conversation: string, until: number])[]> {
  const events = await house.log.follow.since(house.tenant, 0, 10_000)
  return events.flatMap(({ stream, fact }) =>
    'awayUntil' in fact ? [[stream.split('/')[1] ?? '', Number(fact.awayUntil)] as const] : []
  )
}

describe('who writes while the inbox is closed', () => {
  beforeEach(async () => {
    await opens()
    await says()
  })

  test('is told so once, whatever they write, until it opens; and the next evening again', async () => {
    for (let n = 0; n < 3; n++) await house.writes('c1')
    await house.writes('c2')
    await settled()
    expect(await told()).toEqual([
      ['c1', monday],
      ['c2', monday]
    ])
    house.clock = monday + hour
    await house.writes('c1')
    await settled()
    expect(await told()).toHaveLength(2)
    house.clock = monday + 9 * hour
    await house.writes('c1')
    await settled()
    expect((await told()).at(-1)).toEqual(['c1', monday + 24 * hour])
    const { sends, waitingSince, status, assignee } = await house.actors.state(house.tenant, 'conversation', 'c1')
    expect(sends).toMatchObject([{ writer: 'program' }, { writer: 'program' }])
    expect({ waitingSince, status, assignee }).toEqual({ waitingSince: evening, status: 'open', assignee: null })
  })

  test('is told nothing more of what they wrote before a backup was restored', async () => {
    const { query } = db.sql.everywhere
    await noteCopied(query, [house.tenant], evening + minute)
    await house.writes('c1')
    await settled()
    expect(await told()).toEqual([])
    house.clock = evening + minute
    await house.writes('c1')
    await settled()
    expect(await told()).toEqual([['c1', monday]])
  })

  test('is told in the words that are set now, by nobody', async () => {
    await says('Back soon.')
    await house.writes('c1')
    await settled()
    const said = (await house.log.follow.since(house.tenant, 0, 1000)).at(-1)?.fact
    const by = { kind: 'system', id: 'away-message' }
    expect(said).toMatchObject({ type: 'conversation.replied', content: { text: 'Back soon.' }, by })
  })

  test('is told nothing while somebody is there: who has just answered them', async () => {
    await house.writes('c1')
    await house.answers('c1')
    await house.writes('c1')
    await settled()
    expect(await told()).toEqual([])
    house.clock += 31 * minute
    await house.writes('c1')
    await settled()
    expect(await told()).toEqual([['c1', monday]])
  })

  test('is told nothing when it was open as they wrote, or is by the time we hear of it', async () => {
    await heardLate('c1', evening - 61 * minute)
    house.clock = monday
    await heardLate('c2', evening)
    house.clock = evening + 25 * hour
    await heardLate('c3', evening)
    await settled()
    expect(await told()).toEqual([])
  })

  test('is told nothing while the inbox sends nothing', async () => {
    await house.tell({ type: 'inbox.stop-sending', inbox: 'shop', failure: { code: '190', reason: 'No token.' } })
    await house.writes('c1')
    await settled()
    await house.tell({ type: 'inbox.resume-sending', inbox: 'shop' })
    await settled()
    expect(await told()).toEqual([])
  })

  test('is told nothing where no message is set, and nothing that was set only after they wrote', async () => {
    await says(null)
    await house.writes('c1')
    await settled()
    await follower?.stop()
    await house.writes('c2')
    house.clock += 1
    await says()
    start()
    await settled()
    expect(await told()).toEqual([])
    await house.writes('c2')
    await settled()
    expect(await told()).toEqual([['c2', monday]])
  })

  test('in an inbox that never opens is told again after a week', async () => {
    await opens(never)
    for (const days of [0, 6, 7]) {
      house.clock = evening + days * 24 * hour
      await house.writes('c1')
      await settled()
    }
    const week = 7 * 24 * hour
    expect(await told()).toEqual([
      ['c1', evening + week],
      ['c1', evening + 2 * week]
    ])
  })

  test('in an inbox without hours is told nothing', async () => {
    await opens(null)
    await house.writes('c1')
    await settled()
    expect(await told()).toEqual([])
  })
})

/** `at`: when it was written, by the platform's clock. */
function heardLate(conversation: string, at: number, content: Content = { kind: 'text', text: 'Hello' }) {
  const from = { inbox: 'shop', platform: 'webchat', contact: `of-${conversation}` }
  const receive = { type: 'conversation.receive', id: `late-${conversation}`, at, conversation, ...from } as const
  return tellAsPlatform({ ...receive, message: `late-${conversation}`, content })
}

function tellAsPlatform(command: AnyCommand) {
  return house.actors.tell(house.tenant, command, now => ({
    now,
    by: { kind: 'customer', id: 'maya' },
    may: () => true,
    reaches: () => true
  }))
}

describe('what is no message', () => {
  test('is never answered: what a program said, an echo, a reaction, a change, something said in a group', async () => {
    await opens()
    await says()
    const at = evening
    const of = (id: string) => ({ id, at, conversation: 'c1', inbox: 'shop', platform: 'webchat', contact: 'maya' })
    const content: Content = { kind: 'text', text: 'I am on holiday' }
    await tellAsPlatform({ ...of('n1'), type: 'conversation.notice', what: 'auto-reply', text: 'I am on holiday' })
    await tellAsPlatform({ ...of('e1'), type: 'conversation.echo', platformId: 'p1', content })
    await tellAsPlatform({ ...of('r1'), type: 'conversation.react', of: 'p1', emojis: ['👍'] })
    await tellAsPlatform({ ...of('d1'), type: 'conversation.edit', message: 'p1', content })
    await tellAsPlatform({ ...of('u1'), type: 'conversation.unsend', message: 'p1' })
    await heardLate('c2', at, { kind: 'unsupported', what: 'group', elsewhere: true })
    await settled()
    expect(await told()).toEqual([])
  })
})

test('two machines that answer each other say it once each', async () => {
  await opens()
  await says()
  start()
  await house.writes('left')
  const heard = new Set<string>()
  /** What is said to one is what the other one writes. */
  for (let quiet = false; !quiet;) {
    await settled()
    quiet = true
    for (const [here, there] of [
      ['left', 'right'],
      ['right', 'left']
    ] as const) {
      const { sends } = await house.actors.state(house.tenant, 'conversation', here)
      for (const { message } of sends.filter(one => !heard.has(one.message))) {
        heard.add(message)
        quiet = false
        await house.writes(there)
      }
    }
    expect(heard.size).toBeLessThan(10)
  }
  expect((await told()).map(([conversation]) => conversation)).toEqual(['left', 'right'])
})

describe('a server that dies', () => {
  test('before or after any of it tells each customer once', async () => {
    await opens()
    await says()
    const names = ['c1', 'c2', 'c3', 'c4']
    for (const one of names) {
      await house.writes(one)
      await house.writes(one)
    }
    let tells = 0
    /** Dead before it was stored, or after: then nobody hears of it. */
    const dying: Pick<Actors, 'tell' | 'state'> = {
      state: (...asked) => house.actors.state(...asked),
      async tell(...asked) {
        if (++tells % 3 === 0) throw new Error('the disk is full')
        const answer = await house.actors.tell(...asked)
        if (tells % 3 === 1) throw new Error('the power went')
        return answer
      }
    }
    for (let lives = 0; lives < 8; lives++) {
      const begun = tells
      start(dying)
      await vi.waitUntil(() => tells > begun, { timeout: 30_000 })
      await follower?.stop()
      await house.end()
      // How far it had come was not kept.
      await db.sql.everywhere.query(`delete from follower where name = 'away-messages'`)
      await house.open()
    }
    start()
    await settled()
    expect(tells).toBeGreaterThan(8)
    expect((await told()).map(([conversation]) => conversation).toSorted()).toEqual(names)
  })
})
