import type { Content } from '../../shared/conversations/content.ts'

/** All the words of a message, uncut. Empty: it has none that a person could read. */
export function wordsOf(content: Content): string {
  switch (content.kind) {
    case 'text':
    case 'template':
      return content.text
    case 'unsupported':
      return content.caption ?? ''
    case 'erased':
      return ''
  }
}
