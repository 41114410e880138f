import type { ChatMessage } from '../../../shared/protocol/webchat.ts'

/** For a page that was loaded before quotes were shown as such: what is answered stands quoted over the words. */
export function quotedInWords({ quote, ...message }: ChatMessage): ChatMessage {
  if (!quote) return message
  const quoted = `“${quote.words}”`
  return { ...message, text: message.text === '' ? quoted : `${quoted}\n\n${message.text}` }
}
