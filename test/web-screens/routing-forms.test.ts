import { expect, test } from 'vitest'
import { manual, type BusinessHours, type RoutingPolicy } from '../../shared/routing/content.ts'
import type { Agent } from '../../shared/identity/agent.ts'
import type { Team } from '../../shared/routing/team.ts'
import { nobodyWords } from '../../web/routing/crew-words.ts'
import { hoursForm, readHours } from '../../web/app/shell/hours-form.ts'
import { policyForm, readLimit, readPolicy } from '../../web/routing/policy-form.ts'

const policies: readonly RoutingPolicy[] = [
  manual,
  { method: 'round-robin', team: null, limit: null, sticky: false, overflow: null },
  { method: 'weighted', team: 'orders', limit: 0, sticky: true, overflow: null },
  { method: 'least-busy', team: null, limit: 10, sticky: true, overflow: { team: 'help', afterMinutes: 90 } }
]

test.each(policies)('$method is shown and published again as it was', policy => {
  expect(readPolicy(policyForm(policy))).toEqual(policy)
})

test('an inbox nobody has set is by hand, and by hand nothing else counts', () => {
  expect(readPolicy(policyForm(undefined))).toEqual(manual)
  expect(readPolicy({ ...policyForm(undefined), limit: 'many', helpers: 'x', afterMinutes: '' })).toEqual(manual)
})

test.each([
  ['', null],
  [' 7 ', 7],
  ['0', 0],
  ['1000', 1000],
  ['1001', undefined],
  ['-1', undefined],
  ['2.5', undefined],
  ['many', undefined]
])('a limit typed as “%s” is %s', (typed, limit) => {
  expect(readLimit(typed)).toBe(limit)
})

test('what is wrong is said where it was typed', () => {
  const form = policyForm({ ...manual, method: 'round-robin' })
  expect(readPolicy({ ...form, limit: 'ten' })).toMatchObject({ field: 'limit' })
  for (const afterMinutes of ['', '0', '10081', 'soon']) {
    expect(readPolicy({ ...form, helpers: 'help', afterMinutes })).toMatchObject({ field: 'afterMinutes' })
  }
  expect(readPolicy({ ...form, helpers: '', afterMinutes: 'soon' })).toMatchObject({ overflow: null })
})

const nine = { from: 540, to: 750 }
const late = { from: 810, to: 1440 }
const week = [[], [nine, late], [nine], [], [], [late], []]
const hours: BusinessHours = { zone: 'Europe/Berlin', week, closed: ['2026-12-25', '2026-12-26'] }

test('business hours are shown and set again as they were', () => {
  const form = hoursForm(hours, 'UTC')
  expect(form.week[1]).toBe('9:00-12:30, 13:30-24:00')
  expect(readHours(form)).toEqual(hours)
})

test('hours that nobody has set begin with a usual week where the reader is', () => {
  expect(readHours(hoursForm(null, 'UTC'))).toMatchObject({
    zone: 'UTC',
    week: { length: 7, 0: [], 1: [{ from: 540, to: 1020 }] }
  })
})

test.each([
  ['9-17', [{ from: 540, to: 1020 }]],
  [' 9:00 – 12:30 , 13.30-18 ', [nine, { from: 810, to: 1080 }]],
  ['', []]
])('a day typed as “%s” is read', (typed, day) => {
  expect(readHours({ ...hoursForm(null, 'UTC'), week: hoursForm(null, 'UTC').week.with(3, typed) })).toMatchObject({
    week: { 3: day }
  })
})

test.each(['17-9', '9', '9-17-18', '9-25', '9:75-10', '9-12, 11-13', '13-14, 9-10', 'always'])(
  'a day typed as “%s” is not understood, and the day is named',
  typed => {
    const read = readHours({ ...hoursForm(null, 'UTC'), week: hoursForm(null, 'UTC').week.with(3, typed) })
    expect(read).toMatchObject({ day: 3, words: expect.stringMatching(/^Wednesday: /) })
  }
)

test('a zone that does not exist is refused before it is sent', () => {
  expect(readHours({ ...hoursForm(null, 'UTC'), zone: 'Mars/Olympus' })).toMatchObject({ day: 'zone' })
})

test('closed days are put in order, and one that is none of the calendar is told', () => {
  const closedOn = (closed: string) => readHours({ ...hoursForm(null, 'UTC'), closed })
  expect(closedOn('2027-01-01, 2026-12-25;2027-01-01')).toMatchObject({ closed: ['2026-12-25', '2027-01-01'] })
  expect(closedOn(' ')).not.toHaveProperty('closed')
  expect(closedOn('2026-12-25, 31 December')).toMatchObject({ day: 'closed' })
  expect(closedOn('2026-02-30')).toMatchObject({ day: 'closed' })
})

test('hours that go over midnight are told how a night is written', () => {
  const said = (typed: string) =>
    readHours({ ...hoursForm(null, 'UTC'), week: hoursForm(null, 'UTC').week.with(1, typed) })
  const words = 'Monday: a night is of two days. Write it until 24:00 here, and from 0:00 on the next.'
  expect(said('22:00-6:00')).toEqual({ day: 1, words })
  expect(said('9:00-12:00, 22-4')).toEqual({ day: 1, words })
  expect(said('22:00-24:00')).not.toHaveProperty('words')
  expect(said('9:00-9:00')).toMatchObject({ words: expect.stringContaining('write it like') })
})

const agent = (role: Agent['role'], status: Agent['status'] = 'active'): Agent => ({
  status,
  name: '',
  email: '',
  role
})
const people = new Map([
  ['ann', agent('agent')],
  ['ben', agent('agent')],
  ['priya', agent('admin')],
  ['gone', agent('agent', 'left')]
])
const team = (...members: string[]): Team => ({ status: 'formed', name: '', members })
const teams = new Map([
  ['mixed', team('ann', 'ben')],
  ['ben', team('ben')],
  ['admins', team('priya')],
  ['left', team('gone')]
])

test.each<[Partial<RoutingPolicy>, readonly string[], RegExp]>([
  [{ method: 'manual', limit: 0 }, [], /^somebody$/],
  [{}, ['ann'], /^somebody$/],
  [{}, [], /^Nobody works in this inbox/],
  [{}, ['gone'], /^Nobody works in this inbox/],
  [{ limit: 0 }, ['ann'], /^With a limit of 0/],
  [{ team: 'mixed' }, ['ann'], /^somebody$/],
  [{ team: 'ben' }, ['ann'], /^Nobody of this team works in this inbox/],
  [{ team: 'admins' }, ['ann'], /^somebody$/],
  [{ team: 'left' }, ['gone'], /^Nobody is in this team/],
  [{ team: 'disbanded' }, ['ann'], /^Nobody is in this team/]
])('%o with %o in the inbox: %s', (policy, members, words) => {
  const said = nobodyWords({ ...manual, method: 'round-robin', ...policy }, { members }, people, teams)
  expect(said ?? 'somebody').toMatch(words)
})
