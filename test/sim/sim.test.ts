import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { explore, runSafely } from './explore.ts'
import type { Plan } from './plan.ts'
import { missing } from './situations.ts'

const patience = { timeout: 600_000 }
const seeds = 500
/** From here on they reach every situation. */
const first = 126

describe('clients, tabs, a server and a network that fail in every order a seed can think of', () => {
  test(`keep every rule, over ${seeds} seeds that reach every declared situation`, patience, async () => {
    const counts: Record<string, number> = {}
    const wrong: Record<number, readonly string[]> = {}
    for (let seed = first; seed < first + seeds; seed++) {
      const { run } = await explore(seed)
      for (const [what, times] of Object.entries(run.counts)) counts[what] = (counts[what] ?? 0) + times
      if (run.faults.length > 0) wrong[seed] = run.faults
    }
    expect(wrong).toEqual({})
    expect(missing(counts)).toEqual([])
  })

  test('do the same again for the same seed', patience, async () => {
    for (const seed of [3, 7, 11, 19]) {
      const [once, again] = [(await explore(seed)).run, (await explore(seed)).run]
      expect(once.steps).toBeGreaterThan(0)
      expect(again.trace).toBe(once.trace)
    }
  })
})

const kept = new URL('plans/', import.meta.url)
const plans = readdirSync(kept).filter(name => name.endsWith('.json'))

describe('a plan that once went wrong', () => {
  test.each(plans)('goes right: %s', patience, async name => {
    const { faults, steps } = await runSafely(JSON.parse(readFileSync(new URL(name, kept), 'utf8')) as Plan)
    expect(faults).toEqual([])
    expect(steps).toBeGreaterThan(0)
  })

  test('is kept', () => {
    expect(plans.length).toBeGreaterThan(0)
  })
})
