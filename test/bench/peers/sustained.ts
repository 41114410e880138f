import { quantile } from '../figures.ts'
import type { Rival } from './rival.ts'
import { steadily, type Listening, type Told } from './steady.ts'

const withinMs = 1000
const highest = 25_600

/** The highest rate at which 99 of 100 events are with all others within a second: doubled until it is not, then once between. */
export async function sustained(rival: Rival, listening: Listening, from: number, forMs: number): Promise<number> {
  const holds = async (perSecond: number) =>
    isHeld(await steadily(rival, listening, { perSecond, forMs, patienceMs: 8000 }))
  let held = 0
  let rate = from
  while (rate <= highest && (await holds(rate))) {
    held = rate
    rate *= 2
  }
  if (held === 0 || rate > highest) return held
  const between = Math.round(held * 1.5)
  return (await holds(between)) ? between : held
}

function isHeld({ missing, took }: Told): boolean {
  return missing === 0 && quantile(took, 0.99) < withinMs
}
