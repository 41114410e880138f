import { begins, fold, termsOf, wordsOf, type Term } from '../log/words.ts'

/** What a contact is known by, one line each: name, handles, attributes, notes. */
export type KnownAs = {
  readonly lines: readonly string[]
  /** Each line, folded. */
  readonly folded: readonly string[]
  readonly words: readonly string[]
}

export function knownAs(lines: readonly string[]): KnownAs {
  const folded = lines.map(fold)
  // What every address ends with would find everybody.
  const words = lines.flatMap(line => wordsOf(/^\S+@\S+$/.test(line) ? line.replace(/\.\p{L}+$/u, '') : line))
  return { lines, folded, words }
}

export type AskedFor = {
  readonly folded: string
  readonly terms: readonly Term[]
  /** `null`: it is no number. */
  readonly digits: string | null
}

export function askedFor(query: string): AskedFor {
  const folded = fold(query.trim())
  return { folded, terms: termsOf(query), digits: number.test(folded) ? digitsOf(folded) : null }
}

/** Somebody is known as what is asked for: as it stands, as a number however it is written, or by all its words. */
export function isKnownAs(known: KnownAs, asked: AskedFor): boolean {
  return known.folded.some(line => isIn(line, asked)) || hasAll(known.words, asked.terms)
}

/** The line to show for it. */
export function lineKnown({ lines, folded }: KnownAs, asked: AskedFor): string | undefined {
  const whole = folded.findIndex(line => isIn(line, asked))
  return lines[whole >= 0 ? whole : folded.findIndex(line => asked.terms.some(term => begins(term, wordsOf(line))))]
}

function hasAll(words: readonly string[], terms: readonly Term[]): boolean {
  return terms.length > 0 && terms.every(term => begins(term, words))
}

/** At the beginning of any word of it, or anywhere in a number: people remember how a number ends. */
function isIn(line: string, { folded, digits }: AskedFor): boolean {
  if (digits !== null && isNumberIn(line, digits)) return true
  return line.startsWith(folded) || wordsBegin(line).some(at => line.startsWith(folded, at))
}

function wordsBegin(line: string): number[] {
  return Array.from(line.matchAll(/(?<=[^\p{L}\p{N}\p{M}.])./gu), ({ index }) => index)
}

const number = /^[+(]?\d[\d\s()./\u2010-\u2015-]{2,}$/

/** Shorter, what is left of a number without its country is anybody's. */
const leastDigits = 4
const leastOfAll = 7

/** Without what says how it is dialled from here: 0049 170, +49 (0)170. */
function digitsOf(text: string): string {
  return text.replace('(0)', '').replace(/\D/g, '').replace(/^00/, '')
}

/** At home a number is dialled with a nought before it, and without its country. */
function isNumberIn(line: string, asked: string): boolean {
  const there = digitsOf(line)
  if (there.includes(asked)) return true
  const atHome = asked.startsWith('0') ? asked.slice(1) : ''
  if (atHome.length >= leastDigits && there.includes(atHome)) return true
  const written = number.test(line) && there.startsWith('0') ? there.slice(1) : ''
  return written.length >= leastOfAll && asked.endsWith(written)
}
