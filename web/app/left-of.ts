/**
 * What is left of a draft when `sent` has gone out of it, where only the words are known: what was written before and
 * after them, or what came into their middle since. Two texts with little in common are two: then all of it is left.
 */
export function leftOf(draft: string, sent: string): string {
  const words = sent.trim()
  // Somebody may have sent more than has come here yet.
  if (words.includes(draft.trim())) return ''
  const at = draft.indexOf(words)
  if (at >= 0) return blankIsNothing(draft.slice(0, at) + draft.slice(at + words.length))
  const shorter = Math.min(draft.length, words.length)
  let start = 0
  while (start < shorter && draft[start] === words[start]) start++
  let end = 0
  while (end < shorter - start && draft[draft.length - 1 - end] === words[words.length - 1 - end]) end++
  if (start + end < words.length / 2) return draft
  // Nobody wants half a word back.
  start -= /\S*$/.exec(draft.slice(0, start))?.[0].length ?? 0
  end -= /^\S*/.exec(draft.slice(draft.length - end))?.[0].length ?? 0
  return blankIsNothing(draft.slice(start, draft.length - end))
}

function blankIsNothing(words: string): string {
  return words.trim() === '' ? '' : words
}
