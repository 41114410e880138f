import * as v from 'valibot'

/** What its customers are shown of us while nothing is said: that we have read, that somebody writes. */
export const courtesies = v.object({ read: v.boolean(), typing: v.boolean() })
export type Courtesies = v.InferOutput<typeof courtesies>

const all: Courtesies = { read: true, typing: true }

/** Those of an inbox where nobody has said otherwise. */
export function courtesiesOf({ courtesies: said }: { readonly courtesies?: Courtesies | undefined }): Courtesies {
  return said ?? all
}

/** The words a template becomes. A parameter that is missing stays visible as `{{n}}`. */
export function fillTemplate(body: string, parameters: readonly string[]): string {
  return body.replace(/\{\{(\d+)\}\}/g, (blank, n: string) => parameters[Number(n) - 1] || blank)
}

/** How many parameters a template asks for. */
export function blanksOf(body: string): number {
  return Math.max(0, ...Array.from(body.matchAll(/\{\{(\d+)\}\}/g), match => Number(match[1])))
}
