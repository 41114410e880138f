import * as v from 'valibot'
import { limitOf, takes, type FileKind } from '../../../shared/platforms/files.ts'
import { windowClosesAt } from '../../../shared/platforms/reply-window.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { Phone } from '../../../shared/protocol/emulator.ts'
import type { VendorAnswer } from '../answering.ts'
import type { Shelved } from '../shelf.ts'
import type { Dialect } from './dialect.ts'
import { sendError } from './send-error.ts'

const some = v.pipe(v.string(), v.minLength(1))
const quickReply = v.looseObject({
  content_type: v.literal('text'),
  title: some,
  payload: v.pipe(some, v.maxLength(1000))
})
const attachment = v.looseObject({
  type: v.picklist(['image', 'audio', 'video', 'file']),
  payload: v.looseObject({ url: v.optional(some), attachment_id: v.optional(v.union([some, v.number()])) })
})

/** Source: Meta, "Send API", "Request", "Sender actions" and, for `reply_to`, "Page Messages": what is in it is as in webhooks. */
export const sendBody = v.looseObject({
  recipient: v.looseObject({ id: some }),
  messaging_type: v.optional(v.picklist(['RESPONSE', 'UPDATE', 'MESSAGE_TAG'])),
  tag: v.optional(v.string()),
  sender_action: v.optional(v.picklist(['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact'])),
  payload: v.optional(v.looseObject({ message_id: v.string(), reaction: v.optional(v.string()) })),
  reply_to: v.optional(v.looseObject({ mid: some })),
  message: v.optional(
    v.looseObject({
      text: v.optional(v.string()),
      attachment: v.optional(attachment),
      quick_replies: v.optional(v.array(quickReply)),
      metadata: v.optional(v.string())
    })
  )
})
export type SendBody = v.InferOutput<typeof sendBody>
export type Attachment = v.InferOutput<typeof attachment>

const kinds = { image: 'image', audio: 'audio', video: 'video', file: 'document' } as const

export function kindOf({ type }: Attachment): (typeof kinds)[keyof typeof kinds] {
  return kinds[type]
}

/** Why Meta would not take these words and their quick replies. */
export function badWords({ strategy }: Dialect, { text, quick_replies }: NonNullable<SendBody['message']>) {
  if (text === undefined || text === '')
    return sendError('100', 'Message cannot be empty, must provide valid attachment or text')
  const { text: limit, buttons } = strategy
  if (measure(text, limit) > limit.most)
    return sendError('100', `Length of param message[text] must be less than or equal to ${limit.most} ${limit.unit}`)
  if (quick_replies === undefined) return undefined
  if (quick_replies.length === 0 || quick_replies.length > (buttons?.most ?? 0))
    return sendError('100', 'Length of param message[quick_replies] is not allowed')
  return undefined
}

/** Why this file would not go as what it is called. Source: Meta, "Attachments". */
export function badFile({ strategy }: Dialect, { mime, body }: Pick<Shelved, 'mime' | 'body'>, kind: FileKind) {
  const limit = limitOf(strategy, kind)
  if (!limit || !takes(limit, mime)) return sendError('100/2018047')
  return body.size > limit.mostBytes ? sendError('100/2018109') : undefined
}

/** May this still be said to this customer? It is the phone's clock that counts. */
export function outside(dialect: Dialect, { messages }: Phone, body: SendBody, now: number): VendorAnswer | undefined {
  const lastWritten = messages.findLast(({ from }) => from === 'customer')?.at
  if (lastWritten === undefined) return sendError(`100/${dialect.stranger}`)
  const isPersons = body.messaging_type === 'MESSAGE_TAG' && body.tag === 'HUMAN_AGENT'
  const closesAt = windowClosesAt(dialect.strategy, lastWritten, isPersons ? 'person' : 'program')
  return closesAt !== null && now > closesAt ? sendError(`10/${dialect.outside}`) : undefined
}
