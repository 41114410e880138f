export type Slice = { readonly from: number; readonly to: number }

/** Which rows of equal height to draw, `to` excluded: those in sight and some on either side, so that a fling finds them drawn. */
export function sliceInSight(scrolled: number, seen: number, row: number, count: number, spare = 8): Slice {
  const first = Math.floor(Math.max(0, scrolled) / row)
  const last = Math.ceil((Math.max(0, scrolled) + seen) / row)
  const from = Math.max(0, Math.min(first - spare, count))
  return { from, to: Math.max(from, Math.min(count, last + spare)) }
}

/** Where to scroll so that row `index` is wholly in sight, or `null` when it is. */
export function scrollTo(index: number, scrolled: number, seen: number, row: number): number | null {
  const top = index * row
  if (top < scrolled) return top
  if (top + row > scrolled + seen) return top + row - seen
  return null
}
