import { effect } from '@preact/signals'
import type { Live } from './live.ts'

/** Many things settle at once when a network comes back: they are looked at together. */
const lookAfterMs = 200

/** Looks, when the app opens and whenever something in the outbox may have settled. Returns how to stop. */
export function watchSettled(live: Live, look: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const unwatch = effect(() => {
    void live.outbox.value
    timer ??= setTimeout(() => {
      timer = undefined
      look()
    }, lookAfterMs)
  })
  return () => {
    clearTimeout(timer)
    unwatch()
  }
}
