import * as v from 'valibot'
import type { Draft } from './db.ts'

/** What answers at once, as a tab's `sessionStorage` does: it outlives a reload, and belongs to one tab alone. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Where the last updates of documents are laid, whose code is not loaded before they are needed. */
export const unkeptPlace = (owner: string): string => `unsaved documents of ${owner}`

/** The last keys before a reload: a database takes longer to store them than the page has left to live. */
export type Beside = { lay(drafts: readonly Draft[]): void; left(): readonly Draft[] }

const drafts = v.array(
  v.object({
    conversation: v.string(),
    mode: v.picklist(['reply', 'note', 'choices', 'answered']),
    text: v.string(),
    at: v.number()
  })
)

export function beside(shelf: Shelf | null, owner: string): Beside {
  const place = `unsaved drafts of ${owner}`
  return {
    lay(all) {
      try {
        if (all.length === 0) shelf?.removeItem(place)
        else shelf?.setItem(place, JSON.stringify(all))
      } catch {
        // A full shelf is no reason to stop anybody from typing: the database has its turn in a moment.
      }
    },
    left() {
      try {
        return v.parse(drafts, JSON.parse(shelf?.getItem(place) ?? '[]'))
      } catch {
        return []
      }
    }
  }
}
