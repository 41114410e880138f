import * as Y from 'yjs'
import { give, openGuests, type Guest } from './guests.ts'
import { openKeeper } from './keeper.ts'
import { closing, largestDocument, longestUpdate } from './limits.ts'
import type { Person } from './presence.ts'
import { answerFrame, askFrame, readFrame, updateFrame } from './wire.ts'

/** One conversation that people write on together: its document, and who is there. */
export type Room = {
  readonly isEmpty: boolean
  enter(guest: Guest): void
  hear(guest: Guest, bytes: Uint8Array): void
  leave(guest: Guest): void
  /** Resolves when everything that was written is kept; `false`: it could not be. */
  settled(): Promise<boolean>
  /** Resolves when nothing is being kept, and nothing that is written will be. */
  close(): Promise<void>
}

export function openRoom(
  kept: Uint8Array | undefined,
  keep: (state: Uint8Array) => Promise<void>,
  report: (error: unknown) => void,
  writing: (person: Person) => void
): Room {
  const guests = openGuests(writing)
  const keeper = openKeeper(() => keep(Y.encodeStateAsUpdate(doc)), report)
  const doc = new Y.Doc()
  if (kept) Y.applyUpdate(doc, kept)
  const roomFor = sizeOf(doc)
  doc.on('update', (update: Uint8Array, from: unknown) => {
    guests.tell(updateFrame(update), from as Guest)
    keeper.changed()
  })

  function answer(guest: Guest, vector: Uint8Array): void {
    try {
      give(guest, answerFrame(doc, vector))
    } catch {
      guest.close(closing.notUnderstood)
    }
  }
  function write(guest: Guest, update: Uint8Array): void {
    if (!roomFor(update)) return guest.close(closing.tooLarge)
    try {
      Y.applyUpdate(doc, update, guest)
    } catch {
      guest.close(closing.notUnderstood)
    }
  }
  return {
    get isEmpty() {
      return guests.count === 0
    },
    enter(guest) {
      guest.send(askFrame(doc))
      guests.add(guest)
    },
    hear(guest, bytes) {
      if (!guests.has(guest)) return
      const frame = readFrame(bytes)
      if (!frame) return guest.close(closing.notUnderstood)
      switch (frame.kind) {
        case 'step-1':
          return answer(guest, frame.vector)
        case 'update':
          return write(guest, frame.update)
        case 'awareness':
          return guests.say(guest, frame.entries)
        case 'query-awareness':
          return give(guest, guests.present())
      }
    },
    leave: guest => guests.remove(guest),
    settled: () => keeper.settled(),
    close: () => keeper.stop()
  }
}

/** Is there room for an update? Counted along, and measured only when the count says no: what was deleted and compacted weighs less. */
function sizeOf(doc: Y.Doc): (update: Uint8Array) => boolean {
  let bytes = Y.encodeStateAsUpdate(doc).byteLength
  return ({ byteLength }) => {
    if (byteLength > longestUpdate) return false
    if (bytes + byteLength > largestDocument) bytes = Y.encodeStateAsUpdate(doc).byteLength
    if (bytes + byteLength > largestDocument) return false
    bytes += byteLength
    return true
  }
}
