import * as v from 'valibot'
import * as Y from 'yjs'
import type { Selection } from '../app/draft-field.ts'
import { modes } from '../log/document.ts'
import type { Mode } from '../log/drafts.ts'

/** A Yjs relative position in one of our texts, as JSON. It comes from others: no other type is looked up. */
const position = v.object({
  tname: v.picklist(modes),
  item: v.optional(v.nullable(v.object({ client: v.number(), clock: v.number() }))),
  assoc: v.number()
})

/** A caret, or what is selected, as everybody can place it in their own copy, whatever stands before it there. */
export type Caret = { readonly field: Mode; readonly anchor: unknown; readonly head: unknown }

export function caretAt(doc: Y.Doc, field: Mode, { start, end }: Selection): Caret {
  const told = (place: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(doc.getText(field), place, -1))
  return { field, anchor: told(start), head: told(end) }
}

/** Where somebody's caret is in this copy. `null`: in words that have not come yet, or nowhere. */
export function placesOf(doc: Y.Doc, { field, anchor, head }: Caret): Selection | null {
  const [start, end] = [placeOf(doc, field, anchor), placeOf(doc, field, head)]
  return start === null || end === null ? null : { start, end }
}

function placeOf(doc: Y.Doc, field: Mode, told: unknown): number | null {
  const read = v.safeParse(position, told)
  if (!read.success || read.output.tname !== field) return null
  const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(read.output), doc)
  return found?.type === doc.getText(field) ? found.index : null
}
