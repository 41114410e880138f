import * as v from 'valibot'
import { factBase, id } from '../kernel/message.ts'

export const contactName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120))

/** How a platform knows somebody. A contact owns many; none of them is the identity: numbers and usernames change. */
export const handle = v.object({
  platform: id,
  kind: v.pipe(v.string(), v.maxLength(32)),
  value: v.pipe(v.string(), v.minLength(1), v.maxLength(200))
})
export type Handle = v.InferOutput<typeof handle>

export const attributeKey = v.pipe(v.string(), v.trim(), v.regex(/^[\p{L}][\p{L}\p{N} _-]{0,39}$/u))

export const mostInNote = 5000

/** What can be true of a contact. Stored for years: the rules of `conversations/events.ts` hold here too. */
export const contactFact = v.variant('type', [
  /** A handle that is null, and a name that was not, are of somebody who was erased. */
  v.object({
    ...factBase,
    type: v.literal('contact.met'),
    inbox: id,
    handle: v.nullable(handle),
    name: v.nullable(contactName),
    /** The import that brought them, and takes them along when it is undone. */
    import: v.optional(id)
  }),
  v.object({ ...factBase, type: v.literal('contact.handle-learned'), handle: v.nullable(handle) }),
  v.object({ ...factBase, type: v.literal('contact.named'), name: v.nullable(contactName) }),
  v.object({
    ...factBase,
    type: v.literal('contact.attribute-set'),
    key: attributeKey,
    /** Empty: taken away. */
    value: v.pipe(v.string(), v.maxLength(500))
  }),
  v.object({
    ...factBase,
    type: v.literal('contact.noted'),
    note: id,
    text: v.pipe(v.string(), v.maxLength(mostInNote))
  }),
  v.object({ ...factBase, type: v.literal('contact.note-removed'), note: id }),
  /** The same person as that contact. Each keeps what it has, so this can be taken back. */
  v.object({ ...factBase, type: v.literal('contact.merged'), into: id }),
  v.object({ ...factBase, type: v.literal('contact.unmerged'), from: id }),
  /** Not that person, however alike they look. */
  v.object({ ...factBase, type: v.literal('contact.kept-apart'), from: id }),
  /** What was known of this person is gone, for good. Should they write again, they are somebody new. */
  v.object({ ...factBase, type: v.literal('contact.erased') })
])
export type ContactFact = v.InferOutput<typeof contactFact>
