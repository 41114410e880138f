import * as v from 'valibot'
import { longestText } from '../conversations/content.ts'

/** What its customers are shown of us while nothing is said: that we have read, that somebody writes. */
export const courtesies = v.object({ read: v.boolean(), typing: v.boolean() })
export type Courtesies = v.InferOutput<typeof courtesies>

const all: Courtesies = { read: true, typing: true }

/** Those of an inbox where nobody has said otherwise. */
export function courtesiesOf({ courtesies: said }: { readonly courtesies?: Courtesies | undefined }): Courtesies {
  return said ?? all
}

/** What a customer is told who writes while the inbox is closed. Its platform may take less. `null`: nothing. */
export const awayMessage = v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longestText)))

/** The words a template becomes. A parameter that is missing stays visible as `{{n}}`. */
export function fillTemplate(body: string, parameters: readonly string[]): string {
  return body.replace(/\{\{(\d+)\}\}/g, (blank, n: string) => parameters[Number(n) - 1] || blank)
}

/** How many parameters a template asks for. */
export function blanksOf(body: string): number {
  return Math.max(0, ...Array.from(body.matchAll(/\{\{(\d+)\}\}/g), match => Number(match[1])))
}
