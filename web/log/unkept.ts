import * as v from 'valibot'
import { unkeptPlace, type Shelf } from './beside.ts'
import type { Unkept } from './documents.ts'

const all = v.array(
  v.object({
    conversation: v.string(),
    update: v.pipe(
      v.string(),
      v.transform(text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)))
    ),
    reply: v.string(),
    note: v.string()
  })
)

/** Like `beside`, for what documents say: their last updates before a reload. */
export type UnkeptShelf = { lay(updates: readonly Unkept[]): void; left(): readonly Unkept[] }

export function unkept(shelf: Shelf | null, owner: string): UnkeptShelf {
  const place = unkeptPlace(owner)
  return {
    lay(updates) {
      try {
        if (updates.length === 0) return shelf?.removeItem(place)
        const written = updates.map(one => ({ ...one, update: btoa(String.fromCharCode(...one.update)) }))
        shelf?.setItem(place, JSON.stringify(written))
      } catch {
        // A full shelf is no reason to stop anybody from typing: the database has its turn in a moment.
      }
    },
    left() {
      try {
        return v.parse(all, JSON.parse(shelf?.getItem(place) ?? '[]'))
      } catch {
        return []
      }
    }
  }
}
