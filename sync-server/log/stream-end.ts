import { pack, unpack } from './packed.ts'
import type { Recorded } from './recorded.ts'

/** The last events of a stream as they are held in memory: the older ones packed together, the newest each as JSON. */
export type StreamEnd = {
  /** The versions of the first and the last of them. */
  readonly first: number
  readonly last: number
  readonly packed: Buffer | undefined
  readonly fresh: readonly string[]
  /** What it takes in memory, rather more than less. */
  readonly bytes: number
}

export const mostEvents = 100

/** To pack costs as much as to commit an event or two: it is done for so many together. */
const mostFresh = 20

// Measured: the objects and the allocation around a packed end with its key, and those around one text.
const bytesAround = 600
const bytesAroundText = 40

/** So few have little in common that could be said once. */
const fewEvents = 4

export function endOf(events: readonly Recorded[]): StreamEnd {
  if (events.length <= fewEvents) return goneOn(beginningAt(events[0]?.version ?? 1), events)
  const held = events.slice(-mostEvents)
  const packed = pack(held)
  return {
    first: held[0]?.version ?? 1,
    last: held.at(-1)?.version ?? 0,
    packed,
    fresh: [],
    bytes: bytesAround + packed.length
  }
}

/** The end after these, which continue it. It may have a few more than the last hundred until it is packed again. */
export function goneOn(end: StreamEnd, events: readonly Recorded[]): StreamEnd {
  if (end.fresh.length + events.length > mostFresh) return endOf([...eventsOf(end), ...events])
  const texts = events.map(event => JSON.stringify(event))
  const fresh = [...end.fresh, ...texts]
  const bytes = texts.reduce((sum, text) => sum + bytesAroundText + bytesOf(text), end.bytes)
  return { ...end, last: end.last + events.length, fresh, bytes }
}

export function eventsOf({ packed, fresh }: StreamEnd): Recorded[] {
  const older = packed ? unpack(packed) : []
  return fresh.length === 0 ? older : [...older, ...(JSON.parse(`[${fresh.join(',')}]`) as Recorded[])]
}

export const noEnd = beginningAt(1)

function beginningAt(version: number): StreamEnd {
  return { first: version, last: version - 1, packed: undefined, fresh: [], bytes: bytesAround }
}

/** A string takes two bytes for every letter as soon as one of them is not Latin. */
function bytesOf(text: string): number {
  return beyondLatin.test(text) ? 2 * text.length : text.length
}

const beyondLatin = /[\u0100-\uffff]/
