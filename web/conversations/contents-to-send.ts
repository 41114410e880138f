import type { Content, Media } from '../../shared/conversations/content.ts'
import { captioned } from '../../shared/platforms/files.ts'
import { measure, type Strategy } from '../../shared/platforms/strategy.ts'

/**
 * The messages that words and files go as, in their order: a file each, and the words under the first that may have
 * some. Where they do not fit under any, they follow as a message of their own.
 */
export function contentsToSend(text: string, files: readonly Media[], { caption }: Strategy): readonly Content[] {
  const words = text.trim()
  const fits = words !== '' && caption !== null && measure(words, caption) <= caption.most
  const under = fits ? files.findIndex(file => captioned.has(file.media)) : -1
  const alone: Content[] = words !== '' && under < 0 ? [{ kind: 'text', text: words }] : []
  const sent = files.map((file, at): Content => ({
    kind: 'media',
    items: [file],
    ...(at === under && { caption: words })
  }))
  return [...sent, ...alone]
}
