/** Letters that have no accent to take off, and are still typed without it. */
const plain: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ـ: '' }

/** Combining accents, Hebrew points, Arabic vowel signs. The vowels of other scripts are letters and stay. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g

/** Two ways of writing the same become one: case, accents, full-width forms, alef and its bearers. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(marks, '')
    .replace(/[ßıøłđæœـ]/g, letter => plain[letter] ?? letter)
    .normalize('NFC')
}

const word = /[\p{L}\p{N}\p{M}]+/gu

/** Scripts that write without spaces. A dictionary would cut question and text differently; pairs of signs always meet. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu

/** The different words of a text, folded; at most `most`, each at most 32 units long. */
export function wordsOf(text: string, most = 400): string[] {
  const found = new Set<string>()
  for (const [run] of fold(text).matchAll(word)) {
    let rest = run
    for (const [signs] of run.matchAll(unspaced)) {
      for (const pair of pairs(signs)) found.add(pair)
      rest = rest.replace(signs, ' ')
    }
    for (const piece of rest.split(' ')) if (piece) found.add(piece.slice(0, 32))
    if (found.size >= most) break
  }
  return [...found].slice(0, most)
}

function pairs(signs: string): string[] {
  const each = Array.from(signs)
  return each.map((sign, at) => sign + (each[at + 1] ?? ''))
}

/** What to look for. The last sign of an unspaced run stands alone in a text, but would find too much in a question. */
export function termsOf(query: string): string[] {
  const terms = wordsOf(query, 12)
  return terms.filter(
    term =>
      !terms.some(other => other !== term && other.length > term.length && other.endsWith(term) && isUnspaced(term))
  )
}

function isUnspaced(term: string): boolean {
  return term.replace(unspaced, '') === ''
}

/** Where the terms stand in the original text, as [from, to), in order and not overlapping. */
export function marksIn(text: string, terms: readonly string[]): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  for (const match of text.matchAll(word)) {
    const folded = fold(match[0])
    for (const term of terms) {
      const at = isUnspaced(term) ? folded.indexOf(term) : folded.startsWith(term) ? 0 : -1
      if (at < 0) continue
      const from = match.index + originalLength(match[0], at)
      const to = match.index + originalLength(match[0], at + term.length)
      if (!found.some(([start, end]) => from < end && start < to)) found.push([from, to])
    }
  }
  return found.sort((a, b) => a[0] - b[0])
}

/** How much of the original becomes the first `length` units of its folded form. */
function originalLength(original: string, length: number): number {
  let taken = 0
  let folded = 0
  for (const sign of original) {
    if (folded >= length && fold(sign) !== '') break
    folded += fold(sign).length
    taken += sign.length
  }
  return taken
}
