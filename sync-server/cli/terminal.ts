import type { Readable, Writable } from 'node:stream'

/** Where a command is called from: a person's terminal, a pipe, or a test. */
export type Terminal = {
  readonly in: Readable & { readonly isTTY?: boolean }
  readonly out: Writable
  readonly err: Writable & { readonly isTTY?: boolean }
}
