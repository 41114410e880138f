import * as v from 'valibot'
import { commandBase, id } from '../kernel/message.ts'
import { attributeKey, contactName, handle, mostInNote } from './events.ts'

const base = { ...commandBase, contact: id }

export const contactCommand = v.variant('type', [
  v.object({ ...base, type: v.literal('contact.rename'), name: contactName }),
  v.object({
    ...base,
    type: v.literal('contact.set-attribute'),
    key: attributeKey,
    value: v.pipe(v.string(), v.trim(), v.maxLength(500))
  }),
  /** What the team should know of somebody, wherever they write from. */
  v.object({
    ...base,
    type: v.literal('contact.note'),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(mostInNote))
  }),
  v.object({ ...base, type: v.literal('contact.remove-note'), note: id }),
  /** It is the same person as `into`. */
  v.object({ ...base, type: v.literal('contact.merge'), into: id }),
  /** It is not, after all. `from`: with whom it was merged as far as its author saw. */
  v.object({ ...base, type: v.literal('contact.unmerge'), from: id }),
  /** They look alike, and are two. */
  v.object({ ...base, type: v.literal('contact.keep-apart'), from: id }),
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
