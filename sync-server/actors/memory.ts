import type { Remembered } from '../../shared/kernel/handle.ts'
import { latelyUsed } from '../log/lately-used.ts'

/** A state is weighed when it is first kept and every so many versions: to weigh it costs more than to change it. */
const weighedEvery = 16

type Weighed = { readonly remembered: Remembered<unknown>; readonly bytes: number; readonly at: number }

/** The hot states, the last used ones that fit. One that is at work is never forgotten, even past `mostBytes`. */
export function memory(mostBytes: number, isAtWork: (key: string) => boolean) {
  const states = latelyUsed<Weighed>(mostBytes, isAtWork)
  return {
    recall(key: string): Remembered<unknown> | undefined {
      return states.recall(key)?.remembered
    },
    keep(key: string, remembered: Remembered<unknown>): void {
      const before = states.recall(key)
      const fresh = before && remembered.version - before.at < weighedEvery
      const { bytes, at } = fresh ? before : { bytes: bytesOf(key, remembered), at: remembered.version }
      states.keep(key, { remembered, bytes, at }, bytes)
    },
    forget(key: string): void {
      states.forget(key)
    },
    get size() {
      return { states: states.count, bytes: states.bytes, mostBytes }
    }
  }
}

/** About what it takes in memory: its words twice, and its objects. */
function bytesOf(key: string, { state }: Remembered<unknown>): number {
  return 500 + 2 * key.length + 2 * (JSON.stringify(state)?.length ?? 0)
}
