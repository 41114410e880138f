import type { Strategy } from './strategy.ts'

const hourMs = 3_600_000

/** Some platforms give words that a person wrote more time than those of a program. */
export type Writer = 'person' | 'program'

/**
 * When free text stops being allowed, epoch milliseconds. `null`: never stops.
 * A customer who has never written (`lastReceivedAt` null) has opened no window: it closed at 0. `lastReceived`: the id of
 * what they wrote last.
 */
export function windowClosesAt(
  strategy: Strategy,
  lastReceivedAt: number | null,
  writer: Writer,
  lastReceived: string | null = null
): number | null {
  const hours = hoursOf(strategy, writer, lastReceived ?? '')
  if (hours === null) return null
  return lastReceivedAt === null ? 0 : lastReceivedAt + hours * hourMs
}

function hoursOf({ windowIn, personWindowHours, replyWindowHours }: Strategy, writer: Writer, last: string) {
  if (windowIn?.messages.test(last)) return windowIn.hours
  return writer === 'person' ? personWindowHours : replyWindowHours
}
