import * as v from 'valibot'
import { longestPresence } from './limits.ts'

/**
 * What somebody's device says of them. Who they are is not in it: that the server adds, from the session.
 * A caret is a Yjs relative position, as JSON.
 */
const told = v.object({
  typing: v.optional(v.picklist(['reply', 'note'])),
  caret: v.optional(
    v.nullable(v.object({ field: v.picklist(['reply', 'note']), anchor: v.unknown(), head: v.unknown() }))
  )
})

/** Does its person write a reply just now? What is written for colleagues is nobody else's business. */
export function writesReply({ state }: Entry): boolean {
  return (JSON.parse(state) as { typing?: string } | null)?.typing === 'reply'
}

export type Person = { readonly id: string; readonly name: string }

/** One client's entry of an awareness update; `state` null: it has left. */
export type Entry = { readonly client: number; readonly clock: number; readonly state: string }

/** The entry as everybody may see it, with the identity of the session; `null` when it says what it may not. */
export function identified({ client, clock, state }: Entry, person: Person): Entry | null {
  if (state.length > longestPresence) return null
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), v.nullable(told)), state)
  if (!read.success) return null
  return { client, clock, state: JSON.stringify(read.output && { ...read.output, person }) }
}
