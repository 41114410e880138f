/** What we use of `navigator.locks`. */
export type Locks = {
  request(name: string, options: LockOptions, granted: () => Promise<void>): Promise<unknown>
}

export type Lock = {
  /** Forgets what was asked for before. `steal`: takes it from whoever has it. */
  ask(how: 'queue' | 'steal'): void
  /** Lets go of it, or leaves the queue. */
  letGo(): void
}

/** One tab's claim on a lock that at most one tab holds. `told` hears of the newest claim only: 'granted', 'lost', or the error that is in the way. */
export function openLock(locks: Locks, name: string, told: (is: unknown) => void): Lock {
  let forget = () => {}

  function letGo(): void {
    forget()
    forget = () => {}
  }
  return {
    letGo,
    ask(how) {
      letGo()
      const leaving = new AbortController()
      let release = () => {}
      let isCurrent = true
      forget = () => {
        isCurrent = false
        leaving.abort()
        release()
      }
      const granted = () =>
        new Promise<void>(resolve => {
          release = resolve
          if (isCurrent) told('granted')
          else resolve()
        })
      const options = how === 'steal' ? { steal: true } : { signal: leaving.signal }
      locks.request(name, options, granted).catch((error: unknown) => {
        if (isCurrent) told((error as Error).name === 'AbortError' ? 'lost' : error)
      })
    }
  }
}
