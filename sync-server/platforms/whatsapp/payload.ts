import * as v from 'valibot'

/** The parts of Meta's webhooks that we read. Everything else is let through: Meta adds fields whenever it likes. */

const text = v.string()
const maybeText = v.optional(v.nullable(text))

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
  profile: v.optional(v.looseObject({ name: maybeText })),
  wa_id: maybeText,
  user_id: maybeText
})
export type WaContact = v.InferOutput<typeof waContact>

export const waMessage = v.looseObject({
  id: platformId,
  timestamp: seconds,
  type: v.pipe(text, v.minLength(1)),
  from: maybeText,
  from_user_id: maybeText,
  system: v.optional(v.looseObject({ wa_id: maybeText, new_wa_id: maybeText, user_id: maybeText }))
})

/** What was sent from the business's own app. */
export const waEcho = v.looseObject({
  id: platformId,
  timestamp: seconds,
  type: v.pipe(text, v.minLength(1)),
  to: maybeText,
  to_user_id: maybeText
})

export const waPreference = v.looseObject({
  wa_id: maybeText,
  user_id: maybeText,
  timestamp: seconds,
  value: maybeText,
  detail: maybeText
})

export const waStatus = v.looseObject({
  id: platformId,
  timestamp: seconds,
  status: v.picklist(['sent', 'delivered', 'read', 'played', 'failed']),
  recipient_id: maybeText,
  recipient_user_id: maybeText,
  biz_opaque_callback_data: maybeText,
  errors: v.optional(
    v.array(
      v.looseObject({
        code: v.union([v.number(), v.string()]),
        title: maybeText,
        message: maybeText,
        error_data: v.optional(v.looseObject({ details: maybeText }))
      })
    )
  )
})
export type WaStatus = v.InferOutput<typeof waStatus>
