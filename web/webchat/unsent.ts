import * as v from 'valibot'
import { broughtFile } from '../../shared/protocol/webchat.ts'
import type { Shelf } from './shelf.ts'

const prefix = 'unsent:'

const unsent = v.object({
  id: v.pipe(v.string(), v.uuid()),
  at: v.number(),
  text: v.string(),
  /** Instead of words; its bytes are on the file shelf. */
  file: v.optional(broughtFile),
  /** Why the server would not take it; `null`: it waits to be sent. */
  refused: v.nullable(v.string())
})

/** A message the visitor wrote and the server does not have yet. The id never changes, so it can be said twice. */
export type Unsent = v.InferOutput<typeof unsent>

const stored = v.pipe(v.string(), v.parseJson(), unsent)

/** One key a message: two tabs that write at once never overwrite each other's words. */
export function keep(shelf: Shelf, message: Unsent): void {
  shelf.put(prefix + message.id, JSON.stringify(message))
}

export function forget(shelf: Shelf, id: string): void {
  shelf.drop(prefix + id)
}

export function unsentOn(shelf: Shelf): Unsent[] {
  return read(shelf, prefix)
}

/** In the order of writing. What cannot be read is from another version, and is left where it is. */
export function read(shelf: Shelf, prefix: string): Unsent[] {
  return shelf
    .keys()
    .filter(key => key.startsWith(prefix))
    .map(key => v.safeParse(stored, shelf.get(key)))
    .filter(read => read.success)
    .map(read => read.output)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** One at a time, so that the order of writing is the order of arriving. A refused one waits for its author, not the rest. */
export function nextToSend(messages: readonly Unsent[]): Unsent | undefined {
  return messages.find(message => message.refused === null)
}
