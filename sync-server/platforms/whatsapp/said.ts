import type { Content } from '../../../shared/conversations/content.ts'
import type { WaMessage } from './payload.ts'

const longestText = 20_000
const longestRaw = 65_536

/**
 * What a message says; `item` is the same as it came. A kind we cannot show yet keeps Meta's own words, and whatever can be read of it as a caption.
 * `whole` is false when it is too long even for that: then its raw form must be kept elsewhere.
 */
export function said(message: WaMessage, item: unknown): { content: Content; whole: boolean } {
  const body = message.type === 'text' ? message.text?.body : undefined
  if (body !== undefined && body.length <= longestText) return { content: { kind: 'text', text: body }, whole: true }
  const raw = JSON.stringify(item)
  const caption = cut(captionOf(message) ?? '', longestText)
  const whole = raw.length <= longestRaw
  return {
    content: {
      kind: 'unsupported',
      what: cut(message.type, 64),
      ...(caption === '' ? {} : { caption }),
      ...(whole ? { raw } : {})
    },
    whole
  }
}

/** The words in a message of some other kind: Meta puts them in a different place for each. */
function captionOf(message: WaMessage): string | undefined {
  const part = message[message.type]
  if (!isObject(part)) return undefined
  const reply = part['button_reply'] ?? part['list_reply']
  const places = [
    part['body'],
    part['caption'],
    part['emoji'],
    part['text'],
    part['filename'],
    part['name'],
    part['address']
  ]
  return [isObject(reply) ? reply['title'] : undefined, ...places].find(
    (words): words is string => typeof words === 'string' && words !== ''
  )
}

/** The first `most` UTF-16 units, never half a character. */
export function cut(words: string, most: number): string {
  return words.length <= most ? words : words.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
