import type { Stage } from '../../shared/workflow/plan.ts'
import { rankAt, rankBetween } from '../../shared/workflow/rank.ts'

/** Between which cards of equal height a pointer is: 0 is before the first. `y` is from the top of the first, px. */
export function gapAt(y: number, pitch: number, count: number): number {
  return Math.max(0, Math.min(count, Math.round(y / pitch)))
}

/**
 * The rank of `card` in the gap `gap` of `ids`, the stage as its reader sees it. `null`: it stands there already.
 * `rankOf` knows the ranks of those in `ids`.
 */
export function rankInGap(
  ids: readonly string[],
  gap: number,
  card: string,
  rankOf: (id: string) => string | null
): string | null {
  const at = ids.indexOf(card)
  if (at >= 0 && (gap === at || gap === at + 1)) return null
  const before = ids[gap - 1]
  const after = ids[gap]
  return rankBetween(before === undefined ? null : rankOf(before), after === undefined ? null : rankOf(after))
}

/** The rank behind all others: by the clock, as whoever else comes, unless somebody was put behind that. */
export function rankBehind(last: string | null, now: number): string {
  const rank = rankAt(now)
  return last === null || last < rank ? rank : rankBetween(last, null)
}

/** Would a stage with these cards refuse `card`, which is `null` where none is held? One that stands in it goes on standing there. */
export function isFullFor({ limit }: Pick<Stage, 'limit'>, ids: readonly string[], card: string | null): boolean {
  return card !== null && limit !== null && limit.hard && ids.length >= limit.cards && !ids.includes(card)
}
