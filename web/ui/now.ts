import { signal } from '@preact/signals'

const tickMs = 15_000

/** The moment all relative times on the screen agree on. It ticks, and catches up when the page is looked at again. */
export const now = signal(Date.now())

export function startTicking(): void {
  const tick = () => {
    now.value = Date.now()
  }
  setInterval(tick, tickMs)
  document.addEventListener('visibilitychange', tick)
}
