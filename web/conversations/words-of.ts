import type { Content } from '../../shared/conversations/content.ts'

/** All the words of a message, uncut. Empty: it has none that a person could read. */
export function wordsOf(content: Content): string {
  return content.kind === 'unsupported' ? (content.caption ?? '') : content.text
}
