import type { Assignment } from './assignment.ts'
import { lay, lift } from './lay.ts'
import type { Held, Person, Picture } from './picture.ts'

/** Who gets it has had their turn, and has it from here on, though the log does not say so yet. */
export function promise(picture: Picture, held: Held, person: Person): void {
  lift(picture, held)
  held.promised = person.id
  person.lastTurn = ++picture.turns
  lay(picture, held, held.queuedSeq, held.queuedAt)
}

/** The same for the same wait, however often it is decided. */
export function promiseId({ id, queuedSeq }: Held): string {
  return `route-${id}-${queuedSeq}`
}

/** Is it still to become so? Not once the log says it, or says something else. */
export function stands({ conversations }: Picture, { id, conversation, to }: Assignment): boolean {
  const held = conversations.get(conversation)
  return held !== undefined && held.promised === to && promiseId(held) === id
}

/** It came to nothing: the conversation waits on where it stood, and is looked at again with what happens next. */
export function withdraw(picture: Picture, { conversation }: Assignment): void {
  const held = picture.conversations.get(conversation)
  if (!held) return
  lift(picture, held)
  held.promised = null
  lay(picture, held, held.queuedSeq, held.queuedAt)
}
