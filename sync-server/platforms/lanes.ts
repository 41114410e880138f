/** How a piece of work ended: finished, or to be looked at again after so many milliseconds. */
export type Worked = 'done' | { readonly againAfterMs: number }

export type Lanes<T> = {
  add(item: T): void
  /** Begins nothing new, and resolves when what is under way has ended. */
  stop(): Promise<void>
}

/**
 * Everything of one key strictly one after the other, in the order of adding: the next begins when the one before
 * is done, also when that takes hours. Lanes run beside each other, at most `most` at a time; a waiting one counts not.
 * `work` must not throw: what it could not do, it says when to try again.
 */
export function lanes<T>(keyOf: (item: T) => string, most: number, work: (item: T) => Promise<Worked>): Lanes<T> {
  const queues = new Map<string, T[]>()
  const ready: string[] = []
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let draining = false

  const begin = () => {
    while (running.size < most) {
      const key = draining ? undefined : ready.shift()
      if (key === undefined) return
      const run = step(key).finally(() => {
        running.delete(run)
        begin()
      })
      running.add(run)
    }
  }
  const step = async (key: string) => {
    const queue = queues.get(key)
    const [item] = queue ?? []
    if (!queue || item === undefined) return
    const worked = await work(item)
    if (worked === 'done') queue.shift()
    if (queue.length === 0) queues.delete(key)
    else if (worked === 'done') ready.push(key)
    else later(key, worked.againAfterMs)
  }
  const later = (key: string, afterMs: number) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        ready.push(key)
        begin()
      },
      // A timer holds no more than 24 days.
      Math.min(Math.max(afterMs, 0), 2 ** 31 - 1)
    )
    timers.add(timer)
  }
  return {
    add(item) {
      const key = keyOf(item)
      const queue = queues.get(key)
      if (queue) {
        queue.push(item)
        return
      }
      queues.set(key, [item])
      ready.push(key)
      begin()
    },
    async stop() {
      draining = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    }
  }
}
