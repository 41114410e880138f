import { signal, type ReadonlySignal } from '@preact/signals'

/** Whether a media query holds, as a signal. */
export function media(query: string): ReadonlySignal<boolean> {
  const list = window.matchMedia(query)
  const holds = signal(list.matches)
  list.addEventListener('change', change => {
    holds.value = change.matches
  })
  return holds
}

/** Fingers on glass, no keyboard at hand. */
export const thumbs = media('(pointer: coarse)')

/** One pane at a time: the same width as in `styles/shell.css`. */
export const narrow = media('(width < 720px)')

const still = media('(prefers-reduced-motion: reduce)')

/** How the screen goes somewhere else: on the way there it is seen, but for those who want nothing to move. */
export function glide(): ScrollBehavior {
  return still.peek() ? 'instant' : 'smooth'
}
