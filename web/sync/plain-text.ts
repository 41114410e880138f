import type * as Y from 'yjs'
import type { TextEdit } from '../app/text-edit.ts'

/** Takes the place of whatever is not text, which no client of ours writes: so all places agree with the document's. */
const notText = '\uFFFC'

export function wordsOf(text: Y.Text): string {
  const runs = text.toDelta() as { insert: unknown }[]
  return runs.map(({ insert }) => (typeof insert === 'string' ? insert : notText)).join('')
}

/** What happened to a text, as edits done one after the other. */
export function editsOf(delta: Y.YTextEvent['delta']): TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  for (const { retain, insert, delete: removed } of delta) {
    if (retain !== undefined) at += retain
    else if (removed !== undefined) edits.push({ at, removed, inserted: '' })
    else {
      const inserted = typeof insert === 'string' ? insert : notText
      edits.push({ at, removed: 0, inserted })
      at += inserted.length
    }
  }
  return edits
}

export function applyTo(text: Y.Text, { at, removed, inserted }: TextEdit): void {
  if (removed > 0) text.delete(at, removed)
  if (inserted !== '') text.insert(at, inserted)
}
