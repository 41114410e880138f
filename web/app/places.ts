import type { TextEdit } from './text-edit.ts'

/**
 * Where each character that a field shows stands in the document, while the field may not show what the document says:
 * an input method is composing, or the document was not open yet. `null`: somebody has taken it out.
 */
export type Places = readonly (number | null)[]

export function samePlaces(length: number): Places {
  return Array.from({ length }, (_, at) => at)
}

/** The document was changed; the field goes on showing what it showed. */
export function placesAfter(places: Places, { at, removed, inserted }: TextEdit): Places {
  return places.map(place => {
    if (place === null || place < at) return place
    return place < at + removed ? null : place + inserted.length - removed
  })
}

/** The field was changed: what that is in the document, to be done one after the other, and where everything stands then. */
export function editThrough(
  places: Places,
  { at, removed, inserted }: TextEdit
): { readonly edits: readonly TextEdit[]; readonly places: Places } {
  const gone = places.slice(at, at + removed).filter(place => place !== null)
  // From the end, so that the places before it still hold.
  const edits: TextEdit[] = gone.toReversed().map(place => ({ at: place, removed: 1, inserted: '' }))
  const after = edits.reduce(placesAfter, places)
  const where = placeThrough(after, at)
  if (inserted !== '') edits.push({ at: where, removed: 0, inserted })
  return {
    edits,
    places: [
      ...placesAfter(after.slice(0, at), { at: where, removed: 0, inserted }),
      ...Array.from({ length: inserted.length }, (_, i) => where + i),
      ...placesAfter(after.slice(at + removed), { at: where, removed: 0, inserted })
    ]
  }
}

/** Between which characters of the document a place in the field is: behind the last one before it that is still there. */
export function placeThrough(places: Places, at: number): number {
  const before = places.slice(0, at).findLast(place => place !== null)
  return before === undefined || before === null ? 0 : before + 1
}
