// @module-tag long
import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cures, type Cure } from './cures.ts'
import { readJournal } from './journal.ts'
import { chooseCuts, inspectCuts, recordLife, type Verdict } from './power.ts'

/** Set by `npm run test:power`; without it a short sample. */
const { COUNT, SEED = '1', JOURNAL, ONLY } = process.env
const count = Number(COUNT ?? 7)
const cutsInALife = 100
const cutsWithoutACure = COUNT === undefined ? 4 : 20
const rounds = COUNT === undefined ? 40 : 160
const report = (line: string) => COUNT !== undefined && console.log(line)
const patience = { timeout: 60_000 + count * 60_000 }

async function faultsIn(ops: Awaited<ReturnType<typeof recordLife>>['ops'], many: number, seed: number) {
  const verdicts: Verdict[] = []
  const cuts = chooseCuts(ops, many, seed).filter(cut => ONLY === undefined || cut.number === Number(ONLY))
  await inspectCuts(ops, cuts, seed, verdict => verdicts.push(verdict))
  return { inspected: verdicts.length, faulty: verdicts.filter(({ faults }) => faults.length > 0) }
}

test.runIf(JOURNAL !== undefined)('a journal that was kept, cut again in the same place', patience, async () => {
  const { inspected, faulty } = await faultsIn(readJournal(JOURNAL ?? ''), cutsInALife, Number(SEED))
  expect(inspected).toBeGreaterThan(0)
  expect(faulty).toEqual([])
})

describe.runIf(JOURNAL === undefined)('a power cut at any moment', () => {
  test('takes nothing that was acknowledged, leaves nothing half, and the next start works', patience, async () => {
    let inspected = 0
    for (let seed = Number(SEED); inspected < count; seed++) {
      const life = await recordLife(seed, rounds)
      const found = await faultsIn(life.ops, Math.min(cutsInALife, count - inspected), seed)
      inspected += found.inspected
      if (COUNT !== undefined)
        console.log(`${inspected} power cuts, ${found.faulty.length} with faults in life ${seed}`)
      const again = found.faulty.map(
        cut => `npm run test:power -- --journal ${life.journal} --seed ${seed} --only ${cut.number}   (at ${cut.at})`
      )
      expect(found.faulty, again.join('\n')).toEqual([])
      rmSync(life.journal)
    }
    expect(inspected).toBe(count)
  })

  const planted: readonly Cure[] = COUNT === undefined ? ['a sync that syncs'] : (Object.keys(cures) as Cure[])
  test.each(planted)('is found to be the ruin of a database without %s', patience, async cure => {
    const life = await recordLife(Number(SEED), rounds, cure)
    const { inspected, faulty } = await faultsIn(life.ops, cutsWithoutACure, Number(SEED))
    rmSync(life.journal)
    report(`without ${cure}: ${faulty.length} of ${inspected} cuts do harm`)
    expect(faulty.length).toBeGreaterThan(0)
  })
})
