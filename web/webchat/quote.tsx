import type { ChatMessage } from '../../shared/protocol/webchat.ts'

/** What a message answers: how it begins, and the way to it. */
export function Quote({ quote: { message, words } }: { quote: NonNullable<ChatMessage['quote']> }) {
  return (
    <button
      type="button"
      class="chat-quote"
      aria-label={`Go to the answered message: ${words}`}
      onClick={event => goTo(event.currentTarget.closest('.chat-scroller'), message)}
    >
      <q dir="auto">{words}</q>
    </button>
  )
}

/** It has the focus then: a screen reader reads it, and everybody sees which one it is. */
function goTo(within: Element | null, message: string): void {
  const answered = within?.querySelector<HTMLElement>(`[data-line="${CSS.escape(message)}"]`)
  answered?.scrollIntoView({ block: 'center' })
  answered?.focus({ preventScroll: true })
}
