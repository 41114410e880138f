import { keepAfterMs } from './limits.ts'

export type Keeper = {
  changed(): void
  /** Resolves when everything that changed before is kept; `false`: it could not be. */
  settled(): Promise<boolean>
  /** Resolves when nothing is being kept, and nothing will be any more. */
  stop(): Promise<void>
}

/** Keeps a little late and many changes at once, never two at the same time. What failed is tried again with the next. */
export function openKeeper(keep: () => Promise<void>, report: (error: unknown) => void): Keeper {
  let isChanged = false
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()

  async function work(): Promise<void> {
    if (!isChanged || isOver) return
    isChanged = false
    await keep().catch((error: unknown) => {
      isChanged = true
      report(error)
    })
  }
  function now(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    working = working.then(work)
    return working
  }
  return {
    changed() {
      isChanged = true
      timer ??= setTimeout(() => void now(), keepAfterMs)
    },
    settled: async () => {
      await now()
      return !isChanged
    },
    stop() {
      isOver = true
      return now()
    }
  }
}
