import { describe, expect, test } from 'vitest'
import { channel } from '../../shared/platforms/accounts.ts'
import type { InboxHealth } from '../../shared/protocol/inboxes.ts'
import { daysIn } from '../../web/inboxes/days-in.ts'
import { healthWords, leftWords } from '../../web/inboxes/health-words.ts'
import { stepsFor } from '../../web/inboxes/steps-words.ts'
import { placeIn, pointIn } from '../../web/inboxes/place-typed.ts'
import { templateWords } from '../../web/inboxes/template-words.ts'

const now = Date.UTC(2026, 10, 26, 12)
const health: InboxHealth = {
  inbox: 'shop',
  platform: 'whatsapp',
  address: 'https://inbox.example.com/hooks/whatsapp/shop',
  provedAt: null,
  heardAt: null,
  fault: null,
  waiting: 0,
  letters: 0
}
const said = (change: Partial<InboxHealth> | undefined, stopped: string | null = null) =>
  healthWords(change && { ...health, ...change }, { platform: 'WhatsApp', stopped, now })

describe('how a wire is', () => {
  test('a platform that has not called yet is waited for, first for its question, then for a message', () => {
    expect(said({})).toEqual({ is: 'waiting', words: 'Waiting for the first call of WhatsApp.' })
    expect(said({ provedAt: now })).toEqual({
      is: 'waiting',
      words: 'WhatsApp knows the address. Waiting for the first message.'
    })
    expect(said({ heardAt: now - 1000 })).toMatchObject({ is: 'well' })
  })

  test('a mailbox calls nobody: whether it answers is said, and when the last mail came', () => {
    const mailbox = { platform: 'email', address: null }
    expect(said({ ...mailbox, answers: false })).toEqual({ is: 'waiting', words: 'Waiting for the mailbox to answer.' })
    expect(said({ ...mailbox, answers: true })).toMatchObject({ is: 'well', words: expect.stringMatching(/no mail/) })
    expect(said({ ...mailbox, answers: true, heardAt: now - 1000 })).toMatchObject({
      is: 'well',
      words: expect.stringMatching(/the last mail came: /)
    })
    expect(said({ ...mailbox, answers: false, fault: 'The line broke.' })).toMatchObject({ is: 'ill' })
  })

  test('what is ill is said before what is well', () => {
    expect(said({ heardAt: now }, 'The token was withdrawn.')).toEqual({
      is: 'ill',
      words: 'Sends nothing. The token was withdrawn.'
    })
    expect(said({ address: null, fault: 'The line broke.' })).toEqual({
      is: 'ill',
      words: 'Hears nothing. The line broke.'
    })
  })

  test('replies that have to go are counted, and since when the first one waits', () => {
    const since = now - 3 * 3_600_000
    const left = (change: Partial<InboxHealth>) => leftWords({ ...health, ...change }, now)
    expect(left({ waitingSince: null })).toBeNull()
    expect(left({ waiting: 1, waitingSince: since })).toMatch(/^One reply still has to go, since \d/)
    expect(left({ waiting: 3, waitingSince: since })).toMatch(/^3 replies still have to go, the first since \d/)
    expect(left({ waiting: 3, waitingSince: since - 86_400_000 })).toMatch(/the first since yesterday at/)
    // A server that is a version behind.
    expect(left({ waiting: 3 })).toBe('3 replies still have to go.')
  })

  test('without the server nobody claims to know', () => {
    expect(said(undefined)).toMatchObject({ is: 'waiting' })
  })
})

test.each(channel.options.filter(one => one !== 'email'))('%s says what is to be done there', which => {
  expect(stepsFor(which, true).length).toBeGreaterThan(0)
  expect(stepsFor(which, false).join(' ')).toMatch(/address|page/)
})

test.each([
  ['', null],
  [' 30 ', 30],
  ['36500', 36_500],
  ['0', undefined],
  ['36501', undefined],
  ['1.5', undefined],
  ['soon', undefined]
])('%j days', (typed, days) => expect(daysIn(typed)).toBe(days))

test('templates are counted, and it is said whether they are as the platform has them', () => {
  const words = (count: number, health: Partial<NonNullable<InboxHealth['templates']>> | null) =>
    templateWords(count, health && { at: now - 60_000, leftOut: 0, fault: null, ...health }, now).words
  expect(words(3, null)).toBe('3 can be sent.')
  expect(words(0, {})).toMatch(/^None can be sent from here\. As of .+\.$/)
  expect(words(1, { leftOut: 2 })).toMatch(/^One can be sent\. As of .+\. 2 more need what cannot be filled in here/)
  expect(words(2, { fault: 'It is shut.' })).toBe('2 can be sent. It is shut.')
})

describe('a place for a heading', () => {
  test.each([
    ['52.516275, 13.377704', { latitude: 52.516275, longitude: 13.377704 }],
    ['-33.8568,151.2153', { latitude: -33.8568, longitude: 151.2153 }],
    ['(52.5 ; -0.12)', { latitude: 52.5, longitude: -0.12 }],
    ['52° 13°', { latitude: 52, longitude: 13 }],
    ['13.4', null],
    ['Berlin', null],
    ['91, 13', null],
    ['52.5, 181', null]
  ])('is where a map says, %s', (at, point) => {
    expect(pointIn(at)).toEqual(point)
  })

  test('has all that its platform asks for', () => {
    const typed = { name: ' The gate ', address: 'Pariser Platz', at: '52.5, 13.4' }
    expect(placeIn(typed)).toEqual({ name: 'The gate', address: 'Pariser Platz', latitude: 52.5, longitude: 13.4 })
    for (const lacks of ['name', 'address', 'at']) expect(placeIn({ ...typed, [lacks]: ' ' })).toBe(null)
  })
})
