import { signal } from '@preact/signals'
import type { Shelf } from './shelf.ts'

/** The words that are not sent yet. They survive a reload, like everything a visitor typed. */
export class Draft {
  readonly text
  /** Counts how often words were given back: each time the cursor should go to them. */
  readonly givenBack = signal(0)
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.text = signal(shelf.get('draft') ?? '')
  }

  write(text: string): void {
    this.text.value = text
    if (text === '') this.#shelf.drop('draft')
    else this.#shelf.put('draft', text)
  }

  /** Typed or sent in another tab: it is one text, so that none writes over what the other has. */
  follow(text: string): void {
    this.text.value = text
  }

  /** Puts words back to be written on, before what was begun since. */
  giveBack(text: string): void {
    const begun = this.text.peek()
    this.write(begun === '' ? text : `${text}\n${begun}`)
    this.givenBack.value++
  }
}
