import { expect, test } from 'vitest'
import { citedIn, ruleBook, rulesIn, testSources, unknown, unproven } from './rules.ts'

const rules = rulesIn(ruleBook())
const cited = testSources().flatMap(citedIn)

test('every rule of the protocol has a test that proves it, and every test that cites one cites one there is', () => {
  expect(rules.length).toBeGreaterThanOrEqual(16)
  expect(cited.length).toBeGreaterThan(80)
  expect(new Set(rules).size).toBe(rules.length)
  expect(unproven(rules, cited)).toEqual([])
  expect(unknown(rules, cited)).toEqual([])
})

test('a rule that nobody proves is found, and a test that proves what is no rule', () => {
  const page = '- **P1** said\n- **P2** said too\n- no rule\n'
  const source =
    "test('[P1] one', () => {})\ntest.each([1])(\n  '[P1] [X9] another', () => {})\ntest('[0] none', () => {})"
  expect(rulesIn(page)).toEqual(['P1', 'P2'])
  expect(unproven(rulesIn(page), citedIn(source))).toEqual(['P2'])
  expect(unknown(rulesIn(page), citedIn(source))).toEqual([{ title: 'another', rules: ['P1', 'X9'] }])
})
