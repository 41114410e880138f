/**
 * What a list shows while somebody points at it: nothing moves and nothing comes, until they go away or ask.
 * Only what they have dealt with themselves leaves.
 */
export type Order = { readonly shown: readonly string[]; readonly arrived: number }

export function settle(
  shown: readonly string[],
  wanted: readonly string[],
  held: boolean,
  dealtWith: ReadonlySet<string>
): Order {
  if (!held || shown.length === 0) return { shown: wanted, arrived: 0 }
  const still = new Set(wanted)
  const kept = shown.filter(id => still.has(id) || !dealtWith.has(id))
  if (sameOrder(kept, wanted)) return { shown: wanted, arrived: 0 }
  const before = new Set(kept)
  return { shown: kept.length === shown.length ? shown : kept, arrived: wanted.filter(id => !before.has(id)).length }
}

export function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at])
}
