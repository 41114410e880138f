import type { SegmentTable } from './strategy.ts'

/** `because`: the first character that the small alphabet lacks; `null`: it has them all. */
export type Segmented = { readonly segments: number; readonly because: string | null }

/** What phones everywhere have, in seven bits each. Source: 3GPP TS 23.038, "GSM 7 bit Default Alphabet". */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
)
/** These take two: an escape, and one of the others. */
const extension = new Set('\f^{}\\[~]|€')

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * In how many SMS a text goes. One character that is not in the alphabet of the first phones has all of it written in
 * UTF-16 units, of which fewer fit. What is one character on a screen is not torn in two.
 */
export function segmentsOf(text: string, { gsm7, ucs2 }: SegmentTable): Segmented {
  if (text === '') return { segments: 0, because: null }
  const characters = Array.from(graphemes.segment(text), ({ segment }) => segment)
  const because = characters.find(one => [...one].some(each => !basic.has(each) && !extension.has(each))) ?? null
  const { alone, each } = because === null ? gsm7 : ucs2
  const sizes = because === null ? [...text].map(one => (extension.has(one) ? 2 : 1)) : unitsOf(characters, each)
  const whole = sizes.reduce((sum, size) => sum + size, 0)
  return { segments: whole <= alone ? 1 : filled(sizes, each), because }
}

/** Accents upon accents, more than one SMS can hold, are torn all the same. */
function unitsOf(characters: readonly string[], most: number): readonly number[] {
  return characters.flatMap(({ length }) => (length > most ? Array.from({ length }, () => 1) : [length]))
}

function filled(sizes: readonly number[], most: number): number {
  let [segments, free] = [1, most]
  for (const size of sizes) {
    if (size > free) [segments, free] = [segments + 1, most]
    free -= size
  }
  return segments
}
