/** What comes due of one conversation. `stamp`: it counts only while nothing newer was put down for it. */
export type Due = {
  readonly at: number
  readonly seq: number
  readonly conversation: string
  readonly stamp: number
}

/** What comes due next, whatever was put down first: a binary heap, for there are ten thousands. */
export class Agenda {
  readonly #heap: Due[] = []

  get next(): Due | undefined {
    return this.#heap[0]
  }

  put(due: Due): void {
    const heap = this.#heap
    heap.push(due)
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1
      if (!isSooner(heap[at]!, heap[parent]!)) return
      swap(heap, at, parent)
      at = parent
    }
  }

  take(): Due | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    heap[0] = last
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      let least = at
      if (left < heap.length && isSooner(heap[left]!, heap[least]!)) least = left
      if (right < heap.length && isSooner(heap[right]!, heap[least]!)) least = right
      if (least === at) return first
      swap(heap, at, least)
      at = least
    }
  }
}

/** As they would stand in a log. */
export function isSooner(one: { at: number; seq: number }, other: { at: number; seq: number }): boolean {
  return one.at === other.at ? one.seq < other.seq : one.at < other.at
}

function swap(heap: Due[], one: number, other: number): void {
  const kept = heap[one]!
  heap[one] = heap[other]!
  heap[other] = kept
}
