/** One change of a text: `removed` UTF-16 units from `at` on make room for `inserted`. */
export type TextEdit = { readonly at: number; readonly removed: number; readonly inserted: string }

/**
 * What was done to `before`, as small as it can be told. Where several changes would explain it (an `a` more among `a`s),
 * `caret`, where it stands in `after`, decides. `null`: nothing.
 */
export function editBetween(before: string, after: string, caret = after.length): TextEdit | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  // Whoever types or deletes has the caret just behind the change, so what follows it was there before.
  let behind = commonEnd(before, after, Math.min(shorter, Math.max(0, after.length - caret)))
  let at = commonStart(before, after, shorter - behind)
  behind = commonEnd(before, after, shorter - at)
  // An emoji is two units: half of one is no text.
  if (splitsSign(before, at) || splitsSign(after, at)) at--
  if (splitsSign(before, before.length - behind) || splitsSign(after, after.length - behind)) behind--
  return { at, removed: before.length - behind - at, inserted: after.slice(at, after.length - behind) }
}

/**
 * Where a place between two characters is after the text was changed there or elsewhere. It stays between the same two;
 * words that come in between go behind it, or before it when `sticksTo` what follows.
 */
export function movedBy(edit: TextEdit, place: number, sticksTo: 'before' | 'after' = 'before'): number {
  const { at, removed, inserted } = edit
  if (place < at || (place === at && sticksTo === 'before')) return place
  if (place >= at + removed) return place + inserted.length - removed
  return sticksTo === 'before' ? at : at + inserted.length
}

function commonStart(one: string, other: string, most: number): number {
  let length = 0
  while (length < most && one[length] === other[length]) length++
  return length
}

function commonEnd(one: string, other: string, most: number): number {
  let length = 0
  while (length < most && one[one.length - 1 - length] === other[other.length - 1 - length]) length++
  return length
}

function splitsSign(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(0, at - 1), at + 1))
}
