/**
 * How a piece of work ended: finished, or to be looked at again after so many milliseconds. It was only looked at:
 * `was-done`, `idle`.
 */
export type Worked = 'done' | 'was-done' | { readonly againAfterMs: number; readonly idle?: true }

export type Lanes<T> = {
  add(item: T): void
  /** What waits first in this lane is looked at now. */
  hurry(key: string): void
  /** Begins nothing new, and resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** What decides among those that are ready. */
export type Order<T> = {
  /** The lower goes first; of the same, whoever was ready first. */
  dueOf(item: T): number
  /** How long until it may begin. 0: it may, and takes its turn by asking. */
  waitMs(item: T): number
  /** It was only looked at, and its turn is not used. */
  giveBack(item: T): void
}

/** 24 days. */
const longestTimerMs = 2 ** 31 - 1

const asTheyCome: Order<unknown> = { dueOf: () => 0, waitMs: () => 0, giveBack: () => undefined }

/**
 * Everything of one key strictly one after the other, in the order of adding: the next begins when the one before
 * is done, also when that takes hours. Lanes run beside each other, at most `most` at a time; a waiting one counts not.
 * `work` must not throw: what it could not do, it says when to try again.
 */
export function lanes<T>(
  keyOf: (item: T) => string,
  most: number,
  work: (item: T) => Promise<Worked>,
  order: Order<T> = asTheyCome
): Lanes<T> {
  const queues = new Map<string, T[]>()
  const ready = readyList(order)
  const timers = timersHere()
  const running = new Set<Promise<void>>()
  let draining = false
  let waking: NodeJS.Timeout | undefined

  const begin = () => {
    clearTimeout(waking)
    if (draining) return
    while (running.size < most) {
      const next = ready.next()
      if ('afterMs' in next) {
        if (next.afterMs < Infinity) waking = setTimeout(begin, next.afterMs)
        return
      }
      const run = step(next.item).finally(() => {
        running.delete(run)
        begin()
      })
      running.add(run)
    }
  }
  const step = async (item: T) => {
    const key = keyOf(item)
    const worked = await work(item)
    if (isIdle(worked)) order.giveBack(item)
    if (typeof worked === 'object') return timers.after(key, worked.againAfterMs, () => isReady(item))
    const [, next, ...more] = queues.get(key) ?? []
    if (next === undefined) return void queues.delete(key)
    queues.set(key, [next, ...more])
    ready.add(next)
  }
  const isReady = (item: T) => {
    ready.add(item)
    begin()
  }
  return {
    add(item) {
      const key = keyOf(item)
      const queue = queues.get(key)
      if (queue) return void queue.push(item)
      queues.set(key, [item])
      isReady(item)
    },
    hurry: timers.hurry,
    async stop() {
      draining = true
      timers.clear()
      clearTimeout(waking)
      await Promise.all(running)
    }
  }
}

function isIdle(worked: Worked): boolean {
  return typeof worked === 'object' ? worked.idle === true : worked === 'was-done'
}

/** One for each key at a time. */
function timersHere() {
  const all = new Map<string, { readonly timer: NodeJS.Timeout; over(): void }>()
  return {
    after(key: string, afterMs: number, then: () => void): void {
      const over = () => {
        all.delete(key)
        then()
      }
      all.set(key, { timer: setTimeout(over, Math.min(Math.max(afterMs, 0), longestTimerMs)), over })
    },
    hurry(key: string): void {
      const waiting = all.get(key)
      clearTimeout(waiting?.timer)
      waiting?.over()
    },
    clear(): void {
      for (const { timer } of all.values()) clearTimeout(timer)
    }
  }
}

/** Whose turn is due first comes first, and of the same whoever was ready first. */
function readyList<T>({ dueOf, waitMs }: Order<T>) {
  const list: { readonly item: T; readonly due: number }[] = []
  return {
    add(item: T): void {
      const due = dueOf(item)
      list.splice(list.findLastIndex(one => one.due <= due) + 1, 0, { item, due })
    },
    /** The first that need not wait; or after how long it is worth looking again. */
    next(): { readonly item: T } | { readonly afterMs: number } {
      let afterMs = Infinity
      for (const [at, { item }] of list.entries()) {
        const wait = waitMs(item)
        if (wait === 0) {
          list.splice(at, 1)
          return { item }
        }
        afterMs = Math.min(afterMs, wait)
      }
      return { afterMs }
    }
  }
}
