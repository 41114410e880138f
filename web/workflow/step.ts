/** A stage as the keys walk through it: the cards in sight of its reader, in their order. */
export type Walked = { readonly stage: string; readonly ids: readonly string[] }

/** `before` and `after` go to the neighbouring stage, whatever side that is on in the reader's script. */
export type Step = 'up' | 'down' | 'first' | 'last' | 'before' | 'after'

/** The card to stand on next, from `at`. From nowhere every step leads to the first card. `null`: there is none. */
export function step(columns: readonly Walked[], at: string | null, way: Step): string | null {
  const column = columns.findIndex(({ ids }) => at !== null && ids.includes(at))
  const here = columns[column]
  if (!here || at === null) return columns.find(({ ids }) => ids.length > 0)?.ids[0] ?? null
  const row = here.ids.indexOf(at)
  switch (way) {
    case 'up':
      return here.ids[Math.max(0, row - 1)] ?? null
    case 'down':
      return here.ids[Math.min(here.ids.length - 1, row + 1)] ?? null
    case 'first':
      return here.ids[0] ?? null
    case 'last':
      return here.ids.at(-1) ?? null
    case 'before':
      return level(columns.slice(0, column).reverse(), row) ?? at
    case 'after':
      return level(columns.slice(column + 1), row) ?? at
  }
}

/** The card at the same height in the nearest stage that has any. */
function level(columns: readonly Walked[], row: number): string | undefined {
  const next = columns.find(({ ids }) => ids.length > 0)
  return next?.ids[Math.min(row, next.ids.length - 1)]
}

/** Whom to stand on when this one leaves: who comes after it, else who came before. */
export function neighbour(ids: readonly string[], leaving: string): string | null {
  const at = ids.indexOf(leaving)
  return at < 0 ? null : (ids[at + 1] ?? ids[at - 1] ?? null)
}
