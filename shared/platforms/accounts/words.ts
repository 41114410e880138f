import * as v from 'valibot'

/** A word that a platform handed out, or that it and we have agreed on. */
export const anySecret = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000))
export const anySecretMust = 'must have 1 to 1000 characters.'

/** What every platform takes as a word of ours. */
export const agreedWord = v.pipe(v.string(), v.trim(), v.regex(/^[\w-]{16,256}$/))
export const agreedWordMust = 'must have 16 to 256 of A-Z, a-z, 0-9, _ and -.'
