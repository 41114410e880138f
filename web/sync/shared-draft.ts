import * as Y from 'yjs'
import { BoundField, type Field, type TextChange } from '../app/draft-field.ts'
import { firstGeneration, isGeneration, nextGeneration } from '../app/generation.ts'
import { editBetween, type TextEdit } from '../app/text-edit.ts'
import { editThrough, placesAfter, samePlaces } from '../app/places.ts'
import { leftOf } from '../app/left-of.ts'
import { modes, type Document } from '../log/document.ts'
import type { Mode } from '../log/document.ts'
import { applyTo, editsOf, wordsOf } from './plain-text.ts'

type Changed = TextChange & { readonly mode: Mode }

/** What stood there when Send was pressed. */
export type Pressed = {
  /** The command's id: whoever else presses Send on this draft sends the same command. */
  readonly generation: string
  /** Sent, it is in the outbox: exactly this leaves the draft, and what anybody has typed since stays. */
  end(isSent: boolean): void
}

/** Where the origin of a change is not a provider: what this device had kept is not new to it. */
const device = Symbol('this device')

/** The reply and the note that people write together on one conversation: a Yjs document, and the rules of its sending. */
export class SharedDraft implements Document {
  readonly doc = new Y.Doc()
  /** The others see at once what is typed here. */
  isTogether = false
  readonly #conversation: string
  readonly #newId: () => string
  readonly #typing = Symbol('typing')
  readonly #beside = Symbol('written beside it')
  readonly #undo: Readonly<Record<Mode, Y.UndoManager>>
  readonly #listeners = new Set<(change: Changed) => void>()
  /** Up to where this device has kept it. */
  #kept: Uint8Array | undefined
  /** What somebody has typed in this tab: a draft of colleagues only is not ours to warn of. */
  readonly typed = new Set<Mode>()

  constructor(conversation: string, newId: () => string) {
    this.#conversation = conversation
    this.#newId = newId
    this.#undo = { reply: this.#undoOf('reply'), note: this.#undoOf('note') }
    for (const mode of modes) this.#text(mode).observe((event, { origin }) => this.#changed(mode, event, origin))
    this.#generations.observe(({ keysChanged }) => {
      for (const mode of modes) if (keysChanged.has(mode)) this.#undo[mode].clear()
    })
  }

  text(mode: Mode): string {
    return wordsOf(this.#text(mode))
  }

  generation(mode: Mode): string | null {
    const known = this.#generations.get(mode)
    return isGeneration(known) ? known : null
  }

  /** Ties a field to one of the texts, as long as it is on the screen. */
  bind(mode: Mode, field: Field, onShown: () => void): BoundField {
    const text = {
      text: () => this.text(mode),
      type: (edits: readonly TextEdit[]) => this.type(mode, edits),
      undo: (again: boolean) => this.undo(mode, again),
      onChange: (listener: (change: TextChange) => void) =>
        this.onChange(change => change.mode === mode && listener(change))
    }
    return new BoundField(text, field, onShown)
  }

  /** Edits of somebody at this field, one after the other. */
  type(mode: Mode, edits: readonly TextEdit[]): void {
    this.typed.add(mode)
    this.#write(mode, edits, this.#typing)
  }

  /** Takes back, or does again, what was typed in this tab; what others wrote stays. `false`: there was nothing. */
  undo(mode: Mode, again = false): boolean {
    return (again ? this.#undo[mode].redo() : this.#undo[mode].undo()) !== null
  }

  /** `words` are what is sent: all of it, or what stood first when Send was pressed and more was typed since. */
  press(mode: Mode, words: string): Pressed {
    const generation = this.generation(mode) ?? this.#begin(mode)
    // Only words that stand there can be followed; others are looked for when they have gone.
    let places = this.text(mode).startsWith(words) ? samePlaces(words.length) : null
    const unfollow = this.onChange(change => {
      if (change.mode === mode) places &&= change.edits.reduce(placesAfter, places)
    })
    return {
      generation,
      end: isSent => {
        unfollow()
        if (isSent && places)
          this.#cut(mode, generation, editThrough(places, { at: 0, removed: words.length, inserted: '' }).edits)
        else if (isSent) this.sent(mode, generation, words)
      }
    }
  }

  /** This draft was sent with these words, on another device or before a crash: what else stands in it stays. */
  sent(mode: Mode, generation: string, words: string): void {
    if (this.generation(mode) !== generation) return
    const before = this.text(mode)
    const edit = editBetween(before, leftOf(before, words))
    this.#cut(mode, generation, edit ? [edit] : [])
  }

  /** Takes in what was kept on this device, by this tab or another. */
  takeIn(updates: readonly Uint8Array[]): void {
    this.doc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.doc, update)
    }, device)
  }

  /** What was done to the words without the document: in a field that had not got it yet. */
  typedBeside(mode: Mode, before: string, after: string): void {
    const edit = editBetween(before, after)
    if (!edit) return
    const meanwhile = editBetween(before, this.text(mode))
    const places = samePlaces(before.length)
    this.typed.add(mode)
    this.#write(mode, editThrough(meanwhile ? placesAfter(places, meanwhile) : places, edit).edits, this.#beside)
  }

  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  get unkept(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, this.#kept)
  }

  kept(state: Uint8Array): void {
    this.#kept = Y.encodeStateVectorFromUpdate(state)
  }

  /** Somebody else writes under our Yjs client id: from here on we write under another. */
  takeNewClientId(): void {
    this.doc.clientID = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  }

  onChange(listener: (change: Changed) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** A draft was begun or sent, here or elsewhere. Returns how to stop. */
  onGeneration(listener: () => void): () => void {
    this.#generations.observe(listener)
    return () => this.#generations.unobserve(listener)
  }

  /** There is something that this device has not kept yet. */
  onWritten(listener: () => void): void {
    this.doc.on('update', (_: Uint8Array, origin: unknown) => origin !== device && listener())
  }

  close(): void {
    this.#listeners.clear()
    this.doc.destroy()
  }

  get #generations(): Y.Map<unknown> {
    return this.doc.getMap('generations')
  }

  #text(mode: Mode): Y.Text {
    return this.doc.getText(mode)
  }

  #undoOf(mode: Mode): Y.UndoManager {
    return new Y.UndoManager(this.#text(mode), { trackedOrigins: new Set([this.#typing, this.#beside]) })
  }

  #begin(mode: Mode): string {
    const known = this.isTogether ? this.generation(mode) : null
    const generation = known ?? (this.isTogether ? firstGeneration(this.#conversation, mode) : this.#newId())
    if (known === null) this.#generations.set(mode, generation)
    return generation
  }

  #write(mode: Mode, edits: readonly TextEdit[], origin: unknown): void {
    this.doc.transact(() => {
      if (this.#text(mode).length === 0) this.#begin(mode)
      for (const edit of edits) applyTo(this.#text(mode), edit)
    }, origin)
  }

  /** Once for each generation: whoever comes later finds the next one. */
  #cut(mode: Mode, generation: string, edits: readonly TextEdit[]): void {
    this.doc.transact(() => {
      for (const edit of edits) applyTo(this.#text(mode), edit)
      if (this.generation(mode) === generation) this.#generations.set(mode, nextGeneration(generation))
    })
  }

  #changed(mode: Mode, event: Y.YTextEvent, origin: unknown): void {
    const by = origin === this.#typing ? 'typing' : origin instanceof Y.UndoManager ? 'undo' : 'elsewhere'
    const change: Changed = { mode, edits: editsOf(event.delta), by }
    for (const listener of this.#listeners) listener(change)
  }
}
