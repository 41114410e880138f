import * as v from 'valibot'
import type { Handle } from '../../../shared/contacts/events.ts'
import { maybe, someId, type Item } from '../reading.ts'

/** The parts of `messaging` that we read. Everything else is let through: Meta adds fields whenever it likes. */

const digits = v.pipe(
  v.union([v.string(), v.number()], 'is not a time'),
  v.transform(String),
  v.regex(/^\d{1,13}$/, 'is not a time'),
  v.transform(Number),
  v.minValue(1, 'is not a time')
)

/** Milliseconds, or seconds in the shape that comes in `changes`. No year is both. */
export const moment = v.pipe(
  digits,
  v.transform(given => (given < 100_000_000_000 ? given * 1000 : given))
)

/** Who has only clicked a checkbox has a `user_ref` and no id. */
const end = maybe(v.looseObject({ id: maybe(someId) }))

export const metaEvent = v.looseObject({ sender: end, recipient: end, timestamp: v.optional(v.nullable(moment)) })

/** Meta's own id of a message. */
export const mid = v.pipe(v.string('is not an id'), v.minLength(1, 'is not an id'), v.maxLength(2000, 'is not an id'))

export const metaMessage = v.looseObject({ mid })
export const metaEdit = v.looseObject({ mid, text: v.string('has no words'), num_edit: v.optional(v.unknown()) })
export const metaReaction = v.looseObject({ mid, action: v.picklist(['react', 'unreact'], 'is no kind of reaction') })

/** Source: Meta, "message_deliveries", "message_reads"; Instagram's "messaging_seen" names the message instead. */
export const metaReceipt = v.looseObject({
  watermark: maybe(moment),
  mid: maybe(mid),
  mids: maybe(v.array(v.unknown()))
})

/** One event, and with whom. */
export type Told = {
  readonly at: number
  readonly handles: readonly Handle[]
  /** Done by the business, in whichever app. */
  readonly ours: boolean
  readonly customer: string
  readonly item: Item
}
