import type { PhraseRow } from '../app/live.ts'

/** Those with these letters, by name; where the name has them comes before where only the words do. */
export function findPhrases(all: Iterable<PhraseRow>, letters: string): readonly PhraseRow[] {
  const wanted = folded(letters.trim())
  const place = ({ name, text }: PhraseRow) => {
    const at = folded(name).indexOf(wanted)
    return at === 0 ? 0 : at > 0 ? 1 : folded(text).includes(wanted) ? 2 : 3
  }
  return [...all]
    .map(row => ({ row, place: place(row) }))
    .filter(one => one.place < 3)
    .sort((a, b) => a.place - b.place || a.row.name.localeCompare(b.row.name))
    .map(({ row }) => row)
}

/** Accents and case do not matter to who looks for something. */
function folded(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
