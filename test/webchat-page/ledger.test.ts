import { expect, test } from 'vitest'
import { days, written } from '../../web/webchat/ledger.ts'
import { mine, theirs, unsent } from './given.ts'

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const noon = Date.parse('2026-11-23T12:00:00Z')
const minute = 60_000

test('each line stands no higher than what is known of it', () => {
  const lines = written([mine('a'), theirs('b')], [unsent(1)], [unsent(2), unsent(3, { refused: 'too-fast' })])
  expect(lines.map(({ standing }) => standing)).toEqual(['kept', 'received', 'kept', 'sending', 'refused'])
  expect(lines.at(-1)?.refused).toBe('too-fast')
})

test('of the visitor’s own the first so many were read, whatever stands between them', () => {
  const lines = written([mine('a'), theirs('b'), mine('c'), mine('d')], [unsent(1)], [], 2)
  expect(lines.map(({ standing }) => standing)).toEqual(['read', 'received', 'read', 'kept', 'kept'])
})

test('lines of one author within five minutes are one group', () => {
  const lines = written([theirs('a', noon), theirs('b', noon + minute), theirs('c', noon + 10 * minute)], [], [])
  expect(days(lines, dayOf)[0]?.groups.map(({ lines }) => lines.map(({ id }) => id))).toEqual([['a', 'b'], ['c']])
})

test('two agents are two groups, and so are an agent and the visitor', () => {
  const lines = written([theirs('a', noon, 'Ana'), theirs('b', noon, 'João'), mine('c', noon)], [], [])
  expect(days(lines, dayOf)[0]?.groups.map(({ from }) => from)).toEqual(['Ana', 'João', null])
})

test('a new day is a new page, also within one group', () => {
  const midnight = Date.parse('2026-11-24T00:00:00Z')
  const pages = days(written([mine('a', midnight - minute), mine('b', midnight + minute)], [], []), dayOf)
  expect(pages.map(({ key }) => key)).toEqual(['2026-11-23', '2026-11-24'])
})

test('a message written long ago and sent just now stands where the log has it', () => {
  const lines = written([theirs('a', noon), mine('b', noon - 60 * minute)], [], [])
  expect(days(lines, dayOf).flatMap(({ groups }) => groups.map(({ key }) => key))).toEqual(['a', 'b'])
})
