import * as v from 'valibot'
import { line } from '../../../shared/platforms/line.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { VendorAnswer } from '../answering.ts'
import { isSecure } from '../fetch-sent.ts'
import { lineError } from './line-error.ts'

const item = v.looseObject({
  type: v.literal('action'),
  action: v.looseObject({
    type: v.literal('postback'),
    label: v.pipe(v.string(), v.minLength(1), v.maxLength(20)),
    data: v.pipe(v.string(), v.minLength(1), v.maxLength(300))
  })
})
const quickReply = v.looseObject({ items: v.pipe(v.array(item), v.minLength(1), v.maxLength(13)) })
const link = v.pipe(v.string(), v.maxLength(2000))
const message = v.variant('type', [
  v.looseObject({
    type: v.literal('text'),
    text: v.string(),
    quickReply: v.optional(quickReply),
    quoteToken: v.optional(v.string())
  }),
  v.looseObject({ type: v.literal('image'), originalContentUrl: link, previewImageUrl: link }),
  v.looseObject({ type: v.literal('video'), originalContentUrl: link, previewImageUrl: link }),
  v.looseObject({ type: v.literal('audio'), originalContentUrl: link, duration: v.pipe(v.number(), v.minValue(1)) })
])
const push = v.looseObject({
  to: v.pipe(v.string(), v.minLength(1)),
  messages: v.pipe(v.array(message), v.minLength(1), v.maxLength(5))
})
export type LineMessage = v.InferOutput<typeof message>
type Push = v.InferOutput<typeof push>

/**
 * Reads a push as LINE would. Source: LINE, "Messaging API reference", "Send push message", "Message objects". Of the
 * `details` only "May not be empty" could be found there: the others say the limit, in words of ours.
 */
export function judgePush(body: unknown, origin: string): Push | VendorAnswer {
  const read = v.safeParse(push, body)
  if (!read.success) return detailed(v.getDotPath(read.issues[0]) ?? 'body', read.issues[0].message)
  for (const [at, one] of read.output.messages.entries()) {
    const bad = one.type === 'text' ? badText(one.text) : badLink(one, origin)
    if (bad) return detailed(`messages[${at}].${bad[0]}`, bad[1])
  }
  return read.output
}

type Bad = readonly [property: string, why: string] | undefined

function badText(text: string): Bad {
  if (text.trim() === '') return ['text', 'May not be empty']
  return measure(text, line.text) > line.text.most
    ? ['text', `Length must be between 0 and ${line.text.most}`]
    : undefined
}

function badLink(one: Exclude<LineMessage, { type: 'text' }>, origin: string): Bad {
  const why = 'Must be a valid HTTPS URL'
  if (!isSecure(one.originalContentUrl, origin)) return ['originalContentUrl', why]
  return 'previewImageUrl' in one && typeof one.previewImageUrl === 'string' && !isSecure(one.previewImageUrl, origin)
    ? ['previewImageUrl', why]
    : undefined
}

function detailed(property: string, message: string): VendorAnswer {
  return lineError('400', [{ property, message }])
}
