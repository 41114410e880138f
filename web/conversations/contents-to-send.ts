import type { Around, Content, Media } from '../../shared/conversations/content.ts'
import { captioned } from '../../shared/platforms/files.ts'
import { measure, type Strategy } from '../../shared/platforms/strategy.ts'

type Sent = Extract<Content, { kind: 'text' | 'media' }>

/**
 * The messages that words and files go as, in their order: a file each, and the words under the first that may have
 * some. Where they do not fit under any, they follow as a message of their own. What answers is the first that can.
 */
export function contentsToSend(
  text: string,
  files: readonly Media[],
  { caption, quotesWith }: Strategy,
  replyTo?: Around['replyTo']
): readonly Sent[] {
  const words = text.trim()
  const fits = words !== '' && caption !== null && measure(words, caption) <= caption.most
  const under = fits ? files.findIndex(file => captioned.has(file.media)) : -1
  const alone: Sent[] = words !== '' && under < 0 ? [{ kind: 'text', text: words }] : []
  const sent = files.map((file, at): Sent => ({
    kind: 'media',
    items: [file],
    ...(at === under && { caption: words })
  }))
  const all = [...sent, ...alone]
  const answers = quotesWith === 'words' ? sent.length : 0
  return all.map((content, at) => (at === answers && replyTo ? { ...content, replyTo } : content))
}

/** Do words follow these files as a message of their own? */
export function goApart(text: string, files: readonly Media[], strategy: Strategy): boolean {
  return files.length > 0 && contentsToSend(text, files, strategy).length > files.length
}
