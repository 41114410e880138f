/** Letters that have no accent to take off, and are still typed without it, or with another key. */
const plain: ReadonlyMap<string, string> = new Map(
  ['ßss', 'ıi', 'øo', 'łl', 'đd', 'æae', 'œoe', 'ـ', 'یي', 'ىي', 'کك', 'ةه'].map(([letter = '', ...as]) => [
    letter,
    as.join('')
  ])
)

/** Combining accents, Hebrew points, Arabic vowel signs. The vowels of other scripts are letters and stay. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g

/** What a phone wraps a number in that it gives to be copied: which way to read it. */
const directions = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The noughts of Arabic, Persian, Devanagari, Bengali and Thai; the nine others follow each. */
const noughts = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]

/** Two ways of writing the same become one: case, accents, full-width forms, digits, alef and its bearers. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(marks, '')
    .replace(directions, '')
    .replace(/[ßıøłđæœـیىکة]/g, letter => plain.get(letter) ?? letter)
    .replace(/[٠-٩۰-۹०-९০-৯๐-๙]/g, digit)
    .normalize('NFC')
}

function digit(sign: string): string {
  const code = sign.charCodeAt(0)
  const nought = noughts.findLast(one => one <= code) ?? code
  return String(code - nought)
}

const spelled: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' }

/** As German is written where the keys for it are missing. */
export function spellOut(text: string): string {
  if (!/[äöü]|\u0308/i.test(text)) return text
  return text.normalize('NFC').replace(/[äöüÄÖÜ]/g, letter => spelled[letter] ?? letter)
}

const word = /[\p{L}\p{N}\p{M}]+/gu

/** Scripts that write without spaces. A dictionary would cut question and text differently; pairs of signs always meet. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu

/** The different words of a text, folded, each in both its spellings; at most `most`, each at most 32 units long. */
export function wordsOf(text: string, most = 400): string[] {
  const plainly = wordsIn(fold(text))
  const out = spellOut(text)
  const words = out === text ? plainly : new Set([...plainly, ...wordsIn(fold(out))])
  return [...words].slice(0, most)
}

function wordsIn(folded: string): Set<string> {
  const found = new Set<string>()
  for (const [run] of folded.matchAll(word)) {
    let rest = run
    for (const [signs] of run.matchAll(unspaced)) {
      for (const pair of pairs(signs)) found.add(pair)
      rest = rest.replace(signs, ' ')
    }
    for (const piece of rest.split(' ')) if (piece) found.add(piece.slice(0, 32))
  }
  return found
}

function pairs(signs: string): string[] {
  const each = Array.from(signs)
  return each.map((sign, at) => sign + (each[at + 1] ?? ''))
}

/** The beginning of a word that is looked for, in each spelling that it may have in a text. */
export type Term = readonly string[]

const mostTerms = 12

/** What to look for. The last sign of an unspaced run stands alone in a text, but would find too much in a question. */
export function termsOf(query: string): Term[] {
  const terms = new Map<string, Term>()
  for (const [run] of query.normalize('NFC').matchAll(word)) {
    const out = [...wordsIn(fold(spellOut(run)))]
    for (const [at, piece] of [...wordsIn(fold(run))].entries()) {
      const other = out[at] ?? piece
      terms.set(piece, other === piece ? [piece] : [piece, other])
    }
  }
  const words = [...terms.keys()]
  const isLastSign = (one: string) =>
    isUnspaced(one) && words.some(other => other.length > one.length && other.endsWith(one))
  return words.flatMap(one => (isLastSign(one) ? [] : [terms.get(one) ?? [one]])).slice(0, mostTerms)
}

/** Does one of the words begin with it? */
export function begins(term: Term, words: readonly string[]): boolean {
  return words.some(one => term.some(spelling => one.startsWith(spelling)))
}

export function isUnspaced(term: string): boolean {
  return term.replace(unspaced, '') === ''
}

/** Where the terms stand in the original text, as [from, to), in order and not overlapping. */
export function marksIn(text: string, terms: readonly Term[]): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  const spellings = terms.flat()
  for (const match of text.matchAll(word)) {
    for (const folded of [fold, foldedOut]) {
      for (const [start, end] of placesIn(match[0], folded, spellings)) {
        const [from, to] = [match.index + start, match.index + end]
        if (!found.some(([start, end]) => from < end && start < to)) found.push([from, to])
      }
    }
  }
  return found.sort((a, b) => a[0] - b[0])
}

function foldedOut(text: string): string {
  return fold(spellOut(text))
}

type Folding = (text: string) => string

function placesIn(run: string, folding: Folding, spellings: readonly string[]): (readonly [number, number])[] {
  const folded = folding(run)
  return spellings.flatMap(spelling => {
    const at = isUnspaced(spelling) ? folded.indexOf(spelling) : folded.startsWith(spelling) ? 0 : -1
    if (at < 0) return []
    return [[originalLength(run, at, folding), originalLength(run, at + spelling.length, folding)] as const]
  })
}

/** How much of the original becomes the first `length` units of its folded form. */
function originalLength(original: string, length: number, folding: Folding): number {
  let taken = 0
  let folded = 0
  for (const sign of original) {
    if (folded >= length && folding(sign) !== '') break
    folded += folding(sign).length
    taken += sign.length
  }
  return taken
}
