import { editThrough, placesAfter, placeThrough, samePlaces, type Places } from './places.ts'
import { editBetween, movedBy, type TextEdit } from './text-edit.ts'

/** How a text was changed, by edits done one after the other; `typing` in its field, taken back with `undo`, or from elsewhere. */
export type TextChange = { readonly edits: readonly TextEdit[]; readonly by: 'typing' | 'undo' | 'elsewhere' }

/** A text that others write too. */
export type SharedText = {
  text(): string
  type(edits: readonly TextEdit[]): void
  undo(again: boolean): void
  onChange(listener: (change: TextChange) => void): () => void
}

/** What we use of a textarea. */
export type Field = {
  value: string
  selectionStart: number
  selectionEnd: number
  setSelectionRange(start: number, end: number): void
}

/** The caret, or what is selected, as places in the document. */
export type Selection = { readonly start: number; readonly end: number }

/**
 * A field in which one text of a shared draft is written. The field's own words are the same ones, at every moment but
 * while an input method composes. What it said before it was bound is in the text already.
 */
export class BoundField {
  readonly #text: SharedText
  readonly #field: Field
  readonly #onShown: () => void
  readonly #unwatch: () => void
  #shown: string
  /** Only while the field does not show what the text says. */
  #places: Places | null = null
  #isComposing = false

  /** `onShown`: what the field says was changed. */
  constructor(text: SharedText, field: Field, onShown: () => void) {
    this.#text = text
    this.#field = field
    this.#onShown = onShown
    this.#shown = field.value
    this.#unwatch = text.onChange(change => this.#changed(change))
    const edit = editBetween(this.#shown, text.text())
    if (edit) this.#changed({ edits: [edit], by: 'elsewhere' })
  }

  /** Somebody typed: call it on every input. */
  typed(): void {
    const { value, selectionEnd } = this.#field
    const edit = editBetween(this.#shown, value, selectionEnd)
    this.#shown = value
    if (!edit) return
    const through = this.#places && editThrough(this.#places, edit)
    this.#places = through ? through.places : null
    this.#text.type(through ? through.edits : [edit])
    this.#onShown()
  }

  /** An input method began to compose, or has done: until then it must not find other words under it. */
  compose(isComposing: boolean): void {
    this.#isComposing = isComposing
    if (isComposing) return
    this.typed()
    if (this.#places) this.#show(this.selection)
  }

  undo(again: boolean): void {
    this.#text.undo(again)
  }

  /** Where the caret is, or what is selected, in the text. */
  get selection(): Selection {
    const { selectionStart: start, selectionEnd: end } = this.#field
    const places = this.#places
    return places ? { start: placeThrough(places, start), end: placeThrough(places, end) } : { start, end }
  }

  unbind(): void {
    this.typed()
    this.#unwatch()
  }

  #changed({ edits, by }: TextChange): void {
    if (by === 'typing') return
    if (this.#isComposing) {
      this.#places = edits.reduce(placesAfter, this.#places ?? samePlaces(this.#shown.length))
    } else this.#show(by === 'undo' ? behind(edits, this.#field) : moved(edits, this.#field))
  }

  #show({ start, end }: Selection): void {
    const field = this.#field
    this.#places = null
    this.#shown = this.#text.text()
    if (field.value !== this.#shown) field.value = this.#shown
    if (field.selectionStart !== start || field.selectionEnd !== end) field.setSelectionRange(start, end)
    this.#onShown()
  }
}

function behind(edits: readonly TextEdit[], { selectionEnd }: Field): Selection {
  const last = edits.at(-1)
  const place = last ? last.at + last.inserted.length : selectionEnd
  return { start: place, end: place }
}

function moved(edits: readonly TextEdit[], { selectionStart, selectionEnd }: Field): Selection {
  const end = edits.reduce((place, edit) => movedBy(edit, place), selectionEnd)
  if (selectionStart === selectionEnd) return { start: end, end }
  const start = edits.reduce((place, edit) => movedBy(edit, place, 'after'), selectionStart)
  return { start, end: Math.max(start, end) }
}
