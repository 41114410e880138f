import { readFileSync } from 'node:fs'

/** A file that a thread of the recorded process has open. */
type Handle = string

/** Everything that changes a disk, or promises something about it, in the order in which it happened. */
export type Op =
  | { readonly kind: 'open'; readonly handle: Handle; readonly path: string; readonly truncate: boolean }
  | { readonly kind: 'write'; readonly handle: Handle; readonly at: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly handle: Handle; readonly size: number }
  | { readonly kind: 'mkdir' | 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'sync'; readonly handle: Handle }
  /** What the recorded process says of itself: what it is about to do, and what it has promised. */
  | { readonly kind: 'note'; readonly note: Note }

export type Note =
  /** Will append `count` facts of this cause, with the client's `n`th ticket. */
  | {
      readonly is: 'attempt'
      readonly tenant: string
      readonly cause: string
      readonly count: number
      readonly client: string
    }
  | { readonly is: 'acknowledged'; readonly tenant: string; readonly cause: string; readonly seq: number }

/**
 * A record is the length of its head, the head as JSON, and the bytes that were written, if it is about bytes.
 * Pages of nothing but zeros, with which PostgreSQL fills new segments of its log, are only counted.
 */
export function encodeOp(op: Op): Buffer {
  const data = op.kind === 'write' ? op.data : Buffer.alloc(0)
  const empty = data.length > 0 && data.every(byte => byte === 0)
  const head = Buffer.from(JSON.stringify({ ...op, data: undefined, length: data.length, empty }))
  const lengths = Buffer.alloc(4)
  lengths.writeUInt32LE(head.length)
  return Buffer.concat(empty ? [lengths, head] : [lengths, head, data])
}

export function readJournal(file: string): readonly Op[] {
  const bytes = readFileSync(file)
  const ops: Op[] = []
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at)
    const { length, empty, ...head } = JSON.parse(bytes.toString('utf8', at + 4, end)) as Head
    const stored = empty ? 0 : length
    const data = empty ? Buffer.alloc(length) : bytes.subarray(end, end + length)
    ops.push(head.kind === 'write' ? ({ ...head, data } as Op) : (head as Op))
    at = end + stored
  }
  return ops
}

type Head = { readonly kind: Op['kind']; readonly length: number; readonly empty: boolean }
