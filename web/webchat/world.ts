import type { Socket } from './connection.ts'
import type { FileShelf } from './file-shelf.ts'
import type { Shelf } from './shelf.ts'

/** What a chat uses of the browser it is in. */
export type World = {
  shelf: Shelf
  open(): Socket
  now(): number
  newId(at: number): string
  chance(): number
  files: FileShelf
  /** Brings a file; the answer's status, and throws what the network throws. */
  put(file: string, mime: string, token: string, bytes: ArrayBuffer): Promise<number>
}
