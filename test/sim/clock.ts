import { setImmediate } from 'node:timers/promises'

/** Virtual time. Nothing happens but what was asked for, in the order of its moment, then of asking. */
export type Clock = {
  readonly now: number
  /** Calls `happen` in so many milliseconds; what it gives back takes that away again. */
  after(ms: number, happen: () => void): () => void
  /** Somebody else's answer, in so many milliseconds. Whoever waits for it goes on before anything else happens. */
  answer<T>(ms: number, answer: () => T): Promise<T>
  /** Lets everything happen that is due within `ms`. */
  pass(ms: number): Promise<void>
  /** How much has happened. */
  readonly steps: number
}

type Entry = { readonly at: number; readonly order: number; happen: (() => void) | null }

/** A plan that makes more happen than this runs in circles. */
const mostSteps = 3_000_000

export function openClock(start: number): Clock {
  const heap: Entry[] = []
  let now = start
  let asked = 0
  let steps = 0
  let isAnswered = false

  function after(ms: number, happen: () => void): () => void {
    const entry: Entry = { at: now + Math.max(0, Math.round(ms)), order: asked++, happen }
    push(entry)
    return () => {
      entry.happen = null
    }
  }
  function push(entry: Entry): void {
    let at = heap.push(entry) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(entry, heap[above]!)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = entry
  }
  function pop(): Entry {
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length > 0) sink(last)
    return first
  }
  function sink(entry: Entry): void {
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1
      if (!isBefore(heap[below]!, entry)) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = entry
  }

  return {
    get now() {
      return now
    },
    get steps() {
      return steps
    },
    after,
    answer: (ms, answer) =>
      new Promise(resolve => {
        after(ms, () => {
          isAnswered = true
          resolve(answer())
        })
      }),
    async pass(ms) {
      const end = now + ms
      while (heap.length > 0 && heap[0]!.at <= end) {
        const { at, happen } = pop()
        if (!happen) continue
        now = Math.max(now, at)
        if (++steps > mostSteps) throw new Error('too much happens in too little time')
        happen()
        if (!isAnswered) continue
        isAnswered = false
        // Promises go on one after the other before this: nothing here waits for the real world.
        await setImmediate()
      }
      now = end
    }
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
