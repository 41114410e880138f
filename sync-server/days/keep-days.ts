import { dayAfter, dayMs, dayOf, startOfDay } from '../../shared/kernel/day.ts'

const hourMs = dayMs / 24
/** Events that were under way at midnight have landed by then. */
const afterMidnightMs = 5_000

export type DayKeeper = {
  /** Begins no other round; resolves when the one in hand has ended. */
  stop(): Promise<void>
}

/** Does `round` now, every hour, and soon after each midnight UTC: one at a time. */
export function keepDays(round: () => Promise<void>, report: (error: unknown) => void, now = Date.now): DayKeeper {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  function go(): void {
    running = round()
      .catch(report)
      .then(() => {
        if (!stopped) timer = setTimeout(go, untilNextRound(now())).unref()
      })
  }
  go()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    }
  }
}

export function untilNextRound(now: number): number {
  return Math.min(hourMs, startOfDay(dayAfter(dayOf(now))) + afterMidnightMs - now)
}
