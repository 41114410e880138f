import * as Y from 'yjs'
import type { BoundField, Field } from '../../web/app/draft-field.ts'
import { SharedDraft } from '../../web/sync/shared-draft.ts'

let ids = 0
/** As the product makes them, and the same in every run. */
export const newId = () => `01a211b3-48d3-7f6f-bd7d-${(++ids).toString(16).padStart(12, '0')}`

/** A textarea as far as a shared draft knows one. Setting the value puts the caret at the end, as browsers do. */
export class FakeField implements Field {
  selectionStart = 0
  selectionEnd = 0
  writes = 0
  #value = ''

  get value(): string {
    return this.#value
  }

  set value(next: string) {
    this.writes++
    this.#value = next
    this.setSelectionRange(next.length, next.length)
  }

  setSelectionRange(start: number, end: number): void {
    this.selectionStart = Math.min(start, this.#value.length)
    this.selectionEnd = Math.min(end, this.#value.length)
  }

  /** What a key does: it takes the place of what is selected. */
  key(words: string): void {
    const { selectionStart: start, selectionEnd: end } = this
    this.#value = this.#value.slice(0, start) + words + this.#value.slice(end)
    this.setSelectionRange(start + words.length, start + words.length)
  }
}

/** Somebody at a field, with everything that was written and not delivered to the others yet. */
export type Seat = {
  readonly draft: SharedDraft
  readonly field: FakeField
  readonly bound: BoundField
  readonly written: Uint8Array[]
  type(words: string): void
}

export function seat(conversation = 'c-1', isTogether = true): Seat {
  const draft = new SharedDraft(conversation, newId)
  draft.isTogether = isTogether
  const field = new FakeField()
  const bound = draft.bind('reply', field, () => undefined)
  const written: Uint8Array[] = []
  draft.doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from !== 'network') written.push(update)
  })
  return {
    draft,
    field,
    bound,
    written,
    type(words) {
      field.key(words)
      bound.typed()
    }
  }
}

export function deliver(update: Uint8Array, to: Seat): void {
  Y.applyUpdate(to.draft.doc, update, 'network')
}

/** Everything reaches everybody. */
export function meet(...seats: readonly Seat[]): void {
  for (const from of seats) {
    for (const to of seats) if (to !== from) for (const update of from.written) deliver(update, to)
  }
}
