import type { DownFrame } from '../../../shared/protocol/down.ts'

/** A frame as text, made once for all who get it. `bytes` is what it weighs on a socket. */
export type Outgoing = { readonly text: string; readonly bytes: number }

export function outgoing(frame: DownFrame): Outgoing {
  return ofText(JSON.stringify(frame))
}

export function ofText(text: string): Outgoing {
  return { text, bytes: Buffer.byteLength(text) }
}
