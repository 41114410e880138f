import { line as strategy } from '../../../shared/platforms/line.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { Outcome, Outgoing } from '../port.ts'
import { failed, noPublicAddress } from '../reaching.ts'

export type LineMessage = Readonly<Record<string, unknown>>

const unsupported = failed('unsupported', 'This kind of message cannot be sent on LINE.')

/** How long phones may fetch what they were sent: LINE opens it when its reader does. */
export const fetchesForMs = 30 * 86_400_000

/** Source: LINE, "Messaging API reference", "Text message", "Image message", "Video message", "Audio message". */
export function messageFor({ content, file, quoted }: Outgoing): { message: LineMessage } | { outcome: Outcome } {
  if (content.kind === 'text') {
    const { text, choices } = content
    if (measure(text, strategy.text) > strategy.text.most) {
      return { outcome: failed('too-long', `A message on LINE holds ${strategy.text.most} characters.`) }
    }
    const quickReply = choices && { quickReply: { items: choices.map(itemOf) } }
    // LINE knows a message that is quoted by its token alone: what came before these were kept is not quoted.
    const quote = quoted?.token === undefined ? {} : { quoteToken: quoted.token }
    return { message: { type: 'text', text, ...quote, ...quickReply } }
  }
  if (content.kind !== 'media' || !file) return { outcome: unsupported }
  const { media, link } = file
  if (link === undefined) return { outcome: noPublicAddress('LINE') }
  switch (media) {
    case 'image':
      return { message: { type: 'image', originalContentUrl: link, previewImageUrl: link } }
    case 'video':
      return {
        // A film needs a picture before it is played, and we have none of it.
        message: { type: 'video', originalContentUrl: link, previewImageUrl: new URL('/film.png', link).href }
      }
    case 'audio':
    case 'voice':
      // Shown before it is played; of a sound whose length nobody knows, the least.
      return { message: { type: 'audio', originalContentUrl: link, duration: (content.items[0]?.seconds || 1) * 1000 } }
    default:
      return { outcome: unsupported }
  }
}

/** Of a press LINE tells only the data: so they are what the button says. Source: LINE, "Use quick replies". */
function itemOf({ title }: { readonly title: string }) {
  return { type: 'action', action: { type: 'postback', label: title, data: title, displayText: title } }
}
