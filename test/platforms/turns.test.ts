import { expect, test } from 'vitest'
import { sendingOrder, turnOf, type Turn } from '../../sync-server/platforms/turns.ts'
import { strategies } from '../../shared/platforms/strategies.ts'
import type { Actors } from '../../sync-server/actors/actors.ts'

const job = { tenant: 't', conversation: 'c', message: 'm', seq: 1, since: 0 }
const turn = (more: Partial<Turn>): Turn => ({
  ...job,
  platform: 'whatsapp',
  account: 'shop',
  person: 'ana',
  due: Infinity,
  ...more
})

/** When each of so many may begin, where every one waits for its turn. */
function begins(count: number, of: (nth: number) => Turn): readonly number[] {
  let at = 0
  const { waitMs } = sendingOrder(() => at)
  return Array.from({ length: count }, (_, nth) => {
    for (let wait = waitMs(of(nth)); wait > 0; wait = waitMs(of(nth))) at += wait
    return at
  })
}

test('one person on WhatsApp gets 45 at once, then one every six seconds', () => {
  const times = begins(48, () => turn({}))
  expect(times.slice(0, 45)).toEqual(Array.from({ length: 45 }, () => 0))
  expect(times.slice(45)).toEqual([6000, 12_000, 18_000])
})

test('one number sends 80 a second, to whomever', () => {
  const times = begins(400, nth => turn({ person: `p${nth}` }))
  expect(times.at(79)).toBe(0)
  expect(times.at(-1)).toBeGreaterThanOrEqual(3900)
  expect(times.at(-1)).toBeLessThanOrEqual(4400)
})

test('another number, another person and a platform that says nothing wait for none of it', () => {
  const { waitMs } = sendingOrder(() => 0)
  for (let nth = 0; nth < 45; nth++) waitMs(turn({}))
  expect(waitMs(turn({}))).toBeGreaterThan(0)
  expect(waitMs(turn({ person: 'ben' }))).toBe(0)
  expect(waitMs(turn({ account: 'other', person: 'cem' }))).toBe(0)
  expect(waitMs(turn({ platform: 'email' }))).toBe(0)
  expect(strategies.filter(({ rates }) => rates).map(({ platform }) => platform)).toEqual(['whatsapp', 'telegram'])
})

const hour = 3_600_000
test.each([
  ['an open window', { platform: 'whatsapp', lastReceivedAt: 0 }, 'person', 24 * hour],
  ['one that is over', { platform: 'whatsapp', lastReceivedAt: -24 * hour }, 'person', Infinity],
  ['nobody who wrote', { platform: 'whatsapp', lastReceivedAt: null }, 'person', Infinity],
  ['a person’s longer one', { platform: 'messenger', lastReceivedAt: 0 }, 'person', 7 * 24 * hour],
  ['a program’s', { platform: 'messenger', lastReceivedAt: 0 }, 'program', 24 * hour],
  ['no window at all', { platform: 'sms', lastReceivedAt: 0 }, 'person', Infinity]
])('a reply is due by its window: %s', async (_what, state, writer, due) => {
  const whole = { ...state, status: 'open', inbox: 'shop', sends: [{ message: 'm', writer }] }
  const actors = { state: () => Promise.resolve(whole) } as unknown as Actors
  expect(await turnOf(actors, job, hour)).toMatchObject({ account: 't\nshop', person: 't\nc', due })
})
