import { sharedSign, signsOf, type Sign } from './alike.ts'
import type { Contact } from './contact.ts'
import { personOf } from './person.ts'

export type Part = Contact & { readonly contact: string }

/** Two contacts, each of another person, that look like one. Only ever shown: a person decides. */
export type Suggestion = { readonly mine: string; readonly theirs: string; readonly sign: Sign }

/** At most one for each other person, the surest first. Nobody whom a colleague has kept apart is suggested again. */
export function suggestionsFor(
  contact: string,
  all: ReadonlyMap<string, Part>,
  signs: (part: Part) => readonly Sign[] = signsOf
): readonly Suggestion[] {
  const whose = (id: string) => personOf(id, one => all.get(one))
  const parts = partsOf(contact, all)
  const mine = new Set(parts.map(part => part.contact))
  const apart = new Set(parts.flatMap(part => part.apart ?? []))
  const found = new Map<string, Suggestion>()
  const kept = new Set<string>()
  for (const other of all.values()) {
    if (mine.has(other.contact)) continue
    if (apart.has(other.contact) || other.apart?.some(id => mine.has(id))) kept.add(whose(other.contact))
    for (const part of parts) {
      const sign = sharedSign(signs(part), signs(other))
      const person = sign && whose(other.contact)
      const before = person && found.get(person)
      if (!sign || !person || (before && !isSurer(sign, before.sign))) continue
      found.set(person, { mine: part.contact, theirs: other.contact, sign })
    }
  }
  return [...found]
    .filter(([person]) => !kept.has(person))
    .map(([, suggestion]) => suggestion)
    .sort((a, b) => Number(isSurer(b.sign, a.sign)) - Number(isSurer(a.sign, b.sign)))
}

/** All contacts of one person that we hold, the longest known first. */
export function partsOf(contact: string, all: ReadonlyMap<string, Part>): readonly Part[] {
  const whose = (id: string) => personOf(id, one => all.get(one))
  const person = whose(contact)
  return [...all.values()].filter(part => whose(part.contact) === person).sort((a, b) => a.metAt - b.metAt)
}

function isSurer(a: Sign, b: Sign): boolean {
  return a.kind !== 'name' && b.kind === 'name'
}
