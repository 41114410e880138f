import * as v from 'valibot'
import { maybe, someId } from '../reading.ts'

/** The parts of Meta's webhooks that we read. Everything else is let through: Meta adds fields whenever it likes. */

const text = v.string()
const maybeText = maybe(text)
const maybeId = maybe(someId)

/** Seconds since 1970, as a string. */
const seconds = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\d{1,12}$/, 'is not a time'),
  v.transform(digits => Number(digits) * 1000)
)

/** With its prefix and suffix it still has to be one of our ids. */
const platformId = v.pipe(text, v.regex(/^[A-Za-z0-9][\w.:~=+/@#-]{0,179}$/, 'is not an id'))

export const waContact = v.looseObject({
  profile: maybe(v.looseObject({ name: maybeText, username: maybeText })),
  wa_id: maybeId,
  user_id: maybeId
})
export type WaContact = v.InferOutput<typeof waContact>

export const waMessage = v.looseObject({
  id: platformId,
  timestamp: seconds,
  type: v.pipe(text, v.minLength(1)),
  from: maybeId,
  from_user_id: maybeId,
  system: maybe(v.looseObject({ wa_id: maybeId, new_wa_id: maybeId, user_id: maybeId, previous_user_id: maybeId }))
})

/** What was sent from the business's own app. */
export const waEcho = v.looseObject({
  id: platformId,
  timestamp: seconds,
  type: v.pipe(text, v.minLength(1)),
  to: maybeId,
  to_user_id: maybeId
})

/** Of its two ends the customer's is told by who began it. Source: Meta, "Calling API", "Call connect", "Call terminate". */
export const waCall = v.looseObject({
  id: platformId,
  timestamp: seconds,
  event: v.pipe(text, v.minLength(1)),
  direction: maybeText,
  from: maybeId,
  from_user_id: maybeId,
  to: maybeId,
  to_user_id: maybeId,
  duration: maybe(v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)))
})
export type WaCall = v.InferOutput<typeof waCall>

/** How a call to the customer goes stands among the statuses of messages. */
export const waCallStatus = v.looseObject({
  id: platformId,
  timestamp: seconds,
  type: v.literal('call'),
  status: v.pipe(text, v.minLength(1)),
  recipient_id: maybeId,
  recipient_user_id: maybeId
})

export const waPreference = v.looseObject({
  wa_id: maybeId,
  user_id: maybeId,
  timestamp: seconds,
  value: maybeText,
  detail: maybeText
})

/** They have another business-scoped user id now. Source: Meta, "Business-scoped user IDs", `user_id_update`. */
export const waUserId = v.looseObject({
  wa_id: maybeId,
  user_id: maybe(v.looseObject({ previous: maybeId, current: maybeId })),
  timestamp: seconds,
  detail: maybeText
})

export const waStatus = v.looseObject({
  id: platformId,
  timestamp: seconds,
  status: v.picklist(['sent', 'delivered', 'read', 'played', 'failed']),
  recipient_id: maybeId,
  recipient_user_id: maybeId,
  biz_opaque_callback_data: maybeText,
  errors: maybe(
    v.array(
      v.looseObject({
        code: maybe(v.union([v.number(), v.string()])),
        title: maybeText,
        message: maybeText,
        error_data: maybe(v.looseObject({ details: maybeText }))
      })
    )
  )
})
export type WaStatus = v.InferOutput<typeof waStatus>
