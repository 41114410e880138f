import * as v from 'valibot'
import { commandBase, id } from '../kernel/message.ts'
import { attributeKey, contactName, handle } from './events.ts'

const base = { ...commandBase, contact: id }

export const contactCommand = v.variant('type', [
  v.object({ ...base, type: v.literal('contact.rename'), name: contactName }),
  v.object({
    ...base,
    type: v.literal('contact.set-attribute'),
    key: attributeKey,
    value: v.pipe(v.string(), v.trim(), v.maxLength(500))
  }),
  v.object({ ...base, type: v.literal('contact.erase') })
])

/** What a platform tells of somebody who writes. No client can push it. */
export const contactReport = v.variant('type', [
  v.object({
    ...base,
    type: v.literal('contact.meet'),
    inbox: id,
    handles: v.pipe(v.array(handle), v.minLength(1), v.maxLength(8)),
    name: v.nullable(contactName),
    /** The import that knows of them. */
    import: v.optional(id)
  })
])

export type ContactCommand = v.InferOutput<typeof contactCommand> | v.InferOutput<typeof contactReport>
