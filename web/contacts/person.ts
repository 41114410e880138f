import { computed, type ReadonlySignal } from '@preact/signals'
import { signsOf, type Sign } from '../../shared/contacts/alike.ts'
import { partsOf, suggestionsFor, type Part, type Suggestion } from '../../shared/contacts/suggest.ts'
import { contacts, type ContactRow } from '../app/live.ts'

/** All that is known of the person a contact is part of, as far as this device holds it. */
export type Person = {
  readonly parts: readonly ContactRow[]
  readonly suggestions: readonly Suggestion[]
}

/** Looked through again whenever any contact changes: what is linked may be a new one. */
export function person(contact: string): ReadonlySignal<Person> {
  return computed(() => {
    void contacts.revision.value
    return { parts: partsOf(contact, contacts.all), suggestions: suggestionsFor(contact, contacts.all, signs) }
  })
}

const readOnce = new WeakMap<Part, readonly Sign[]>()

function signs(part: Part): readonly Sign[] {
  const known = readOnce.get(part) ?? signsOf(part)
  readOnce.set(part, known)
  return known
}
