import type { Chat } from './chat.ts'

/**
 * A message counts as read when its end was on the screen while the page was looked at: neither a hidden tab
 * nor a closed widget reads anything. Watches the `data-message` marks below `element`, also those that come.
 */
export function watchReading(element: HTMLElement, chat: Chat): () => void {
  const inView = new Set<Element>()
  const look = () => {
    if (document.visibilityState !== 'visible') return
    for (const mark of inView)
      if (mark instanceof HTMLElement && mark.dataset['message']) chat.looked(mark.dataset['message'])
  }
  const seen = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (entry.isIntersecting) inView.add(entry.target)
      else inView.delete(entry.target)
    }
    look()
  })
  const watched = new Set<Element>()
  const watch = () => {
    for (const mark of element.querySelectorAll('[data-message]')) {
      if (watched.has(mark)) continue
      watched.add(mark)
      seen.observe(mark)
    }
  }
  const grown = new MutationObserver(watch)
  grown.observe(element, { childList: true, subtree: true })
  watch()
  document.addEventListener('visibilitychange', look)
  return () => {
    seen.disconnect()
    grown.disconnect()
    document.removeEventListener('visibilitychange', look)
  }
}
