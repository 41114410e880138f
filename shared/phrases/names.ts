/** The names that are in use, each with whose it is. A judge that holds none has heard of none. */
export type PhraseNames = ReadonlyMap<string, string>

/** Where a judge finds them. Whoever saves a phrase has its turn here, so of two who give a name the second sees the first. */
export const namedPhrases = 'phrases/named'

export function namesOf(all: Iterable<readonly [phrase: string, { readonly status: string; readonly name: string }]>) {
  const names = new Map<string, string>()
  for (const [phrase, { status, name }] of all) if (status === 'kept') names.set(nameKey(name), phrase)
  return names as PhraseNames
}

/** Who chooses by typing does not tell these apart: case, width and spaces make no other name. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}
