import type { Strategy } from './strategy.ts'

const hourMs = 3_600_000

/**
 * When free text stops being allowed, epoch milliseconds. `null`: never stops.
 * A customer who has never written (`lastReceivedAt` null) has opened no window: it closed at 0.
 */
export function windowClosesAt(strategy: Strategy, lastReceivedAt: number | null): number | null {
  if (strategy.replyWindowHours === null) return null
  return lastReceivedAt === null ? 0 : lastReceivedAt + strategy.replyWindowHours * hourMs
}
