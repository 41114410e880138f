/** Chance that can be had again: the same seed gives the same numbers, for ever. */
export type Chance = {
  /** At least 0, less than `end`, whole. */
  below(end: number): number
  happens(probability: number): boolean
  oneOf<T>(things: readonly T[]): T
}

export function chance(seed: number): Chance {
  let state = seed >>> 0
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    below,
    happens: probability => next() < probability,
    oneOf: things => things[below(things.length)]!
  }
}
