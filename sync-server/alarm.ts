/** Timers lose count over days and sleeping machines: look at the clock at least this often. */
const longestNapMs = 60_000
const afterFailureMs = 5000

export type Alarm = {
  /** There may be something earlier now. */
  look(): void
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
  /** What is being done may have looked already at what somebody speaks of. */
  let asked = false

  const nap = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(ring, Math.max(0, Math.min(ms, longestNapMs)))
  }
  const ring = () => {
    working = working.then(async () => {
      asked = false
      try {
        const ms = await work()
        nap(asked ? 0 : ms)
      } catch (error) {
        report(error)
        nap(afterFailureMs)
      }
    })
  }
  ring()
  return {
    look() {
      asked = true
      nap(0)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    }
  }
}
