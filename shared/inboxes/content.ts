import * as v from 'valibot'

/** What its customers are shown of us while nothing is said: that we have read, that somebody writes. */
export const courtesies = v.object({ read: v.boolean(), typing: v.boolean() })
export type Courtesies = v.InferOutput<typeof courtesies>

const all: Courtesies = { read: true, typing: true }

/** Those of an inbox where nobody has said otherwise. */
export function courtesiesOf({ courtesies: said }: { readonly courtesies?: Courtesies | undefined }): Courtesies {
  return said ?? all
}
