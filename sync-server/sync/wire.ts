import type { DownFrame } from '../../shared/protocol/down.ts'

/** One socket, as a session needs it. */
export type Wire = {
  /** Text that is a frame already. The same buffer may go to many. */
  send(encoded: Buffer): void
  /** Bytes that were sent and have not left this machine. */
  waiting(): number
  /** Stops and starts reading, so that somebody who pushes faster than we judge waits at their end. */
  pause(): void
  resume(): void
  /** Says goodbye and closes. */
  close(): void
  /** The other end is silent: no goodbye would arrive. */
  cut(): void
}

export function encode(frame: DownFrame): Buffer {
  return Buffer.from(JSON.stringify(frame))
}

/** F1: a slow reader costs at most this much memory, bytes. */
export const mostWaiting = 1_048_576

const drainPollMs = 50

/** Resolves when the socket has taken most of what it was given, or when `ended` says that it never will. */
export async function drained(wire: Wire, ended: () => boolean): Promise<void> {
  while (wire.waiting() > mostWaiting / 4 && !ended()) await new Promise(resolve => setTimeout(resolve, drainPollMs))
}
