import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hunted } from './hunted.ts'
import { plantedFaults } from './planted.ts'

/** Found early: a sample for every run. `npm run sim:faults` plants all of them. */
const sample = [
  'a cursor moves past what was not stored',
  'what is no longer ours is not swept out',
  'nobody dials again'
]

describe('the simulator', () => {
  test.each(sample)('notices when %s', { timeout: 300_000 }, async name => {
    const found = await hunted(name, 100)
    expect(found?.faults.length).toBeGreaterThan(0)
  })
})

describe('what is planted', () => {
  test('is in the sources as it is written here, once', () => {
    const strange = Object.entries(plantedFaults).filter(([, { file, text }]) => {
      const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
      return source.split(text).length !== 2
    })
    expect(strange.map(([name]) => name)).toEqual([])
  })

  test('are at least thirty', () => {
    expect(Object.keys(plantedFaults).length).toBeGreaterThanOrEqual(30)
  })
})
