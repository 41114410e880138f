import type { ChatDown, ChatMessage } from '../../shared/protocol/webchat.ts'

export type Messages = Extract<ChatDown, { type: 'messages' }>

/**
 * What the page shows after a `messages` frame. `null`: the frame begins beyond what we have,
 * so something between was lost and the page must ask from the start.
 */
export function follow(shown: readonly ChatMessage[], frame: Messages): readonly ChatMessage[] | null {
  if (frame.from === 0) return frame.messages
  if (frame.from > shown.length) return null
  const end = frame.from + frame.messages.length
  return [...shown.slice(0, frame.from), ...frame.messages, ...shown.slice(end)]
}

/** The agent's messages after the last one that was looked at. */
export function unread(shown: readonly ChatMessage[], lookedAt: string | null): number {
  const seen = shown.findLastIndex(message => message.id === lookedAt)
  return shown.slice(seen + 1).filter(message => !message.mine).length
}

/** The later of two messages, by their place in the conversation: receipts never go back. */
export function later(shown: readonly ChatMessage[], one: string | null, other: string): string {
  const place = (id: string | null) => shown.findIndex(message => message.id === id)
  return one !== null && place(one) > place(other) ? one : other
}
