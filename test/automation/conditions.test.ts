import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Condition, Line } from '../../shared/automation/content.ts'
import { failingLine, type Situation } from '../../shared/automation/judge.ts'
import { conditions } from './happenings.ts'

const cards = fc.array(
  fc.record({
    workflow: fc.constantFrom('w', 'v'),
    stage: fc.constantFrom('new', 'talk', 'offer'),
    value: fc.option(fc.record({ minor: fc.integer({ min: 400, max: 1600 }), currency: fc.constantFrom('EUR', 'USD') }))
  }),
  { maxLength: 3 }
)
const situations: fc.Arbitrary<Situation> = fc.record({
  inbox: fc.constant('shop'),
  platform: fc.constant('webchat'),
  labels: fc.subarray(['a', 'b']),
  priority: fc.constantFrom('none', 'high'),
  assignee: fc.constantFrom(null, 'ben', 'ann'),
  text: fc.constantFrom('', 'A Refund!', 'hello', 'Hello, refund?', 'ref und'),
  isOpenHours: fc.boolean(),
  cards
})
const rules = fc.array(fc.array(conditions, { minLength: 1, maxLength: 3 }), { maxLength: 3 })

type Judge = (lines: readonly Line[], so: Situation) => Line | null

/** Whether it is so, as somebody would look it up by hand. */
function isSo(one: Condition, so: Situation): boolean {
  const plain = {
    label: () => new Set(so.labels).has((one as { label: string }).label),
    text: () => new RegExp((one as { words: string }).words, 'i').test(so.text),
    priority: () => (one as { priority: string }).priority === so.priority,
    assignee: () => `${(one as { agent: string | null }).agent}` === `${so.assignee}`,
    'in-stage': () =>
      so.cards.map(card => `${card.workflow} ${card.stage}`).includes(`w ${(one as { stage: string }).stage}`),
    'value-above': () => {
      const { minor } = (one as { value: { minor: number } }).value
      return (
        so.cards.filter(({ workflow, value }) => workflow === 'w' && value?.currency === 'EUR' && value.minor > minor)
          .length > 0
      )
    },
    inbox: () => true,
    platform: () => true,
    'open-hours': () => so.isOpenHours
  }[one.is]()
  return one.not ? !plain : plain
}

/**
 * All lines hold and of a line one, said as a table: every way to pick one condition of each line is a column, and the
 * rule holds where all of a column are so.
 */
function columns(lines: readonly Line[]): Condition[][] {
  return lines.reduce<Condition[][]>((some, line) => some.flatMap(column => line.map(one => [...column, one])), [[]])
}

function faultOf(judge: Judge, lines: readonly Line[], so: Situation): string | null {
  const failing = judge(lines, so)
  const holds = columns(lines).some(column => column.every(one => isSo(one, so)))
  if (holds !== (failing === null))
    return `it ${holds ? 'holds' : 'does not hold'}, and it says ${JSON.stringify(failing)}`
  if (failing === null) return null
  if (failing.some(one => isSo(one, so))) return 'the line that it names holds'
  const before = lines.slice(0, lines.indexOf(failing))
  return judge(before, so) === null ? null : 'a line before the one that it names does not hold either'
}

test('and, or and not come to what a table of them says, and the first line that does not hold is named', () => {
  const told = { holds: 0, not: 0 }
  fc.assert(
    fc.property(rules, situations, (lines, so) => {
      expect(faultOf(failingLine, lines, so)).toBeNull()
      if (lines.length > 0) told[failingLine(lines, so) === null ? 'holds' : 'not'] += 1
    }),
    { numRuns: 2000, seed: 20_261_126, endOnFailure: true }
  )
  expect(told.holds).toBeGreaterThan(300)
  expect(told.not).toBeGreaterThan(300)
})

const wrong: [string, Judge][] = [
  [
    'hears no not',
    (lines, so) =>
      failingLine(
        lines.map(line => line.map(({ not: _not, ...one }) => one as Condition)),
        so
      )
  ],
  [
    'asks all of a line',
    (lines, so) =>
      failingLine(
        lines.flatMap(line => line.map(one => [one])),
        so
      )
  ],
  [
    'asks one line',
    (lines, so) => (lines.length > 0 && lines.every(line => failingLine([line], so)) ? lines[0]! : null)
  ],
  ['names the last', (lines, so) => lines.findLast(line => failingLine([line], so) !== null) ?? null]
]
test.each(wrong)('a judge that %s is found out', (_, judge) => {
  const found = fc.check(
    fc.property(rules, situations, (lines, so) => faultOf(judge, lines, so) === null),
    { numRuns: 2000, seed: 1, endOnFailure: true }
  )
  expect(found.failed).toBe(true)
})
