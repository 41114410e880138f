/** Timers lose count over days and sleeping machines: look at the clock at least this often. */
const longestNapMs = 60_000
const afterFailureMs = 5000

export type Alarm = {
  /** There may be something earlier now, or in so many milliseconds. */
  look(inMs?: number): void
  /** Waits for what is being done. */
  stop(): Promise<void>
}

/**
 * Does what is due, at once and whenever its time comes, one after the other; `work` answers in how many milliseconds
 * that is. What fails is reported and tried again.
 */
export function alarm(work: () => Promise<number>, report: (error: unknown) => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let stopped = false
  let ringsAt = Infinity
  /** What is being done may have looked already at what somebody speaks of. */
  let askedFor = Infinity

  const nap = (ms: number) => {
    clearTimeout(timer)
    if (stopped) return
    const soon = Math.max(0, Math.min(ms, longestNapMs))
    ringsAt = performance.now() + soon
    timer = setTimeout(ring, soon)
  }
  const ring = () => {
    ringsAt = Infinity
    working = working.then(async () => {
      askedFor = Infinity
      try {
        const ms = await work()
        nap(Math.min(ms, askedFor - performance.now()))
      } catch (error) {
        report(error)
        nap(afterFailureMs)
      }
    })
  }
  ring()
  return {
    look(inMs = 0) {
      const at = performance.now() + inMs
      askedFor = Math.min(askedFor, at)
      if (at < ringsAt) nap(inMs)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    }
  }
}
