import * as v from 'valibot'

/** Longer than any platform takes; a platform's own limit is checked in its strategy. Characters. */
const longestText = 20_000

/** What one message says. Stored for years: add a kind, never change one. */
export const content = v.variant('kind', [
  v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(longestText)) }),
  v.object({
    kind: v.literal('template'),
    name: v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,512}$/)),
    language: v.pipe(v.string(), v.regex(/^[\w-]{2,16}$/)),
    parameters: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1024))), v.maxLength(20)),
    /** What the customer reads, as it was when it was sent: templates change afterwards. */
    text: v.pipe(v.string(), v.maxLength(longestText))
  }),
  /** A kind this version cannot show. `raw` keeps the platform's own words, so a later version can. */
  v.object({
    kind: v.literal('unsupported'),
    what: v.pipe(v.string(), v.maxLength(64)),
    caption: v.optional(v.pipe(v.string(), v.maxLength(longestText))),
    raw: v.optional(v.pipe(v.string(), v.maxLength(65_536)))
  }),
  /** There was something, and whoever it was about was erased. */
  v.object({ kind: v.literal('erased') })
])
export type Content = v.InferOutput<typeof content>

/** The words of a message on one line, for lists, search and notifications. Never empty. */
export function summary(said: Content): string {
  switch (said.kind) {
    case 'text':
    case 'template':
      return said.text.replace(/\s+/g, ' ').trim().slice(0, 200) || '…'
    case 'erased':
      return '…'
    case 'unsupported':
      return said.caption ? `[${said.what}] ${said.caption.slice(0, 180)}` : `[${said.what}]`
  }
}
