import * as v from 'valibot'

/**
 * What a platform said and nobody could read, as an admin's screen asks for it below `/api/letters`, all as JSON:
 *
 *   GET  /                        → `letterList`     the latest first
 *   POST /read-again  `letterName` → `letterAnswer`
 *   POST /discard     `letterName` → `{}`
 *
 * 401 for who is not signed in, 403 for who is no admin, 404 where there is no such letter (any more).
 */

export const letterName = v.object({
  inbox: v.pipe(v.string(), v.maxLength(200)),
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
})
export type LetterName = v.InferOutput<typeof letterName>

export const letter = v.object({
  ...letterName.entries,
  /** When it came, epoch milliseconds. */
  at: v.number(),
  why: v.string(),
  /** Its beginning, as it came. */
  raw: v.string(),
  /** Some version may understand it. */
  again: v.boolean()
})
export type Letter = v.InferOutput<typeof letter>

export const letterList = v.object({
  letters: v.array(letter),
  /** All there are: the list has the latest of them only. */
  count: v.number()
})

export const letterAnswer = v.variant('read', [
  v.object({ read: v.literal(true) }),
  v.object({ read: v.literal(false), why: v.string() })
])
