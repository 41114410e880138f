import type { Outgoing } from './engine/outgoing.ts'

/** One socket, as a session needs it. */
export type Wire = {
  /** The same frame may go to many. */
  send(frame: Outgoing): void
  /** Bytes that were sent and have not left this machine. */
  waiting(): number
  /** Hears when much was waiting and all of it has left this machine. */
  onTaken(listener: () => void): void
  /** Stops and starts reading, so that somebody who pushes faster than we judge waits at their end. */
  pause(): void
  resume(): void
  /** Says goodbye and closes. */
  close(): void
  /** The other end is silent: no goodbye would arrive. */
  cut(): void
}
