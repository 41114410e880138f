const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base = digits.length
/** As long as the schema of a rank allows. */
const longest = 120
const timeLength = 8

/** The rank of whoever comes at this time, epoch milliseconds: behind all who came before. */
export function rankAt(at: number): string {
  let text = ''
  for (let rest = Math.floor(at); text.length < timeLength; rest = Math.floor(rest / base)) {
    text = digits.charAt(rest % base) + text
  }
  return text
}

/**
 * A rank between two, compared as text; `null` is the end of the list. Two who do this at the same place get the same
 * rank: their ids tell them apart, so there is no conflict. Between neighbours that are equal there is no room: `before`.
 */
export function rankBetween(before: string | null, after: string | null): string {
  const low = before ?? ''
  if (after !== null && low >= after) return low || digits.charAt(0)
  let text = ''
  for (let at = 0; at < longest; at++) {
    const from = at < low.length ? digits.indexOf(low.charAt(at)) : 0
    const isBelow = after !== null && after.startsWith(text)
    const to = isBelow ? (at < after.length ? digits.indexOf(after.charAt(at)) : 0) : base
    if (to - from > 1) return text + digits.charAt(from + Math.floor((to - from) / 2))
    text += digits.charAt(from)
  }
  return low || digits.charAt(0)
}

/** Cards in the order of their stage: the same everywhere, also where two have the same rank. */
export function byRank(
  a: { readonly rank: string; readonly card: string },
  b: { readonly rank: string; readonly card: string }
): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.card < b.card ? -1 : a.card > b.card ? 1 : 0
}
