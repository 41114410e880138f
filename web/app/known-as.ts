import { fold, isUnspaced, spellOut, termsOf, type Term } from '../log/words.ts'

/** What a contact is known by, one line each: name, handles, attributes, notes. */
export type KnownAs = {
  readonly lines: readonly string[]
  /** Each line, folded, and below it once more where it is spelled out otherwise. */
  readonly folded: readonly string[]
  /** The same, of an address without what every address ends with: that would find everybody. */
  readonly worded: readonly string[]
  readonly digits: readonly string[]
}

export function knownAs(lines: readonly string[]): KnownAs {
  // All at once: of tens of thousands of people this is what a search waits for.
  const all = lines.map(line => line.replace(/\s+/g, ' ')).join('\n')
  const plain = fold(all).split('\n')
  const spelledOut = spellOut(all)
  const out = spelledOut === all ? plain : fold(spelledOut).split('\n')
  const folded = plain.map((line, at) => (out[at] === line ? line : `${line}\n${out[at]}`))
  const worded = folded.map(line => (/^\S+@\S+$/.test(line) ? line.replace(/\.\p{L}+$/u, '') : line))
  return { lines, folded, worded, digits: folded.map(digitsOf) }
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
export function isKnownAs({ folded, worded, digits }: KnownAs, { terms, ...asked }: AskedFor): boolean {
  if (folded.some((line, at) => isIn(line, digits[at] ?? '', asked))) return true
  return terms.length > 0 && terms.every(term => worded.some(line => hasWord(line, term)))
}

/** The line to show for it. */
export function lineKnown({ lines, folded, worded, digits }: KnownAs, asked: AskedFor): string | undefined {
  const whole = folded.findIndex((line, at) => isIn(line, digits[at] ?? '', asked))
  return lines[whole >= 0 ? whole : worded.findIndex(line => asked.terms.some(term => hasWord(line, term)))]
}

/** At the beginning of any word of it, or anywhere in a number: people remember how a number ends. */
function isIn(line: string, there: string, { folded, digits }: Omit<AskedFor, 'terms'>): boolean {
  if (digits !== null && isNumberIn(line, there, digits)) return true
  return beginsAWord(line, folded, inAddress)
}

function hasWord(line: string, term: Term): boolean {
  return term.some(spelling => (isUnspaced(spelling) ? line.includes(spelling) : beginsAWord(line, spelling, inWord)))
}

/** Does it stand there, and not behind one of these signs? */
function beginsAWord(line: string, words: string, signs: RegExp): boolean {
  for (let at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + 1)) {
    if (at === 0 || !signs.test(line.charAt(at - 1))) return true
  }
  return false
}

const inWord = /[\p{L}\p{N}\p{M}]/u
const inAddress = /[\p{L}\p{N}\p{M}.]/u

const number = /^[+(]?\d[\d\s()./\u2010-\u2015-]{2,}$/

/** Shorter, what is left of a number without its country is anybody's. */
const leastDigits = 4
const leastOfAll = 7

/** Without what says how it is dialled from here: 0049 170, +49 (0)170. */
function digitsOf(text: string): string {
  return text.replace('(0)', '').replace(/\D/g, '').replace(/^00/, '')
}

/** At home a number is dialled with a nought before it, and without its country. */
function isNumberIn(line: string, there: string, asked: string): boolean {
  if (there.includes(asked)) return true
  const atHome = asked.startsWith('0') ? asked.slice(1) : ''
  if (atHome.length >= leastDigits && there.includes(atHome)) return true
  const written = there.startsWith('0') && number.test(line) ? there.slice(1) : ''
  return written.length >= leastOfAll && asked.endsWith(written)
}
