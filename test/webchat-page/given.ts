import type { ChatMessage } from '../../shared/protocol/webchat.ts'
import type { FileShelf } from '../../web/webchat/file-shelf.ts'
import type { Store } from '../../web/webchat/shelf.ts'
import type { Unsent } from '../../web/webchat/unsent.ts'

/** A browser's storage. `broken` makes every touch throw, as private windows and full disks do. */
export function memoryStore(): Store & { broken: boolean; entries: Map<string, string> } {
  const entries = new Map<string, string>()
  const touch = () => {
    if (store.broken) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    return entries
  }
  const store = {
    broken: false,
    entries,
    get length() {
      return touch().size
    },
    key: (place: number) => [...touch().keys()][place] ?? null,
    getItem: (key: string) => touch().get(key) ?? null,
    setItem: (key: string, value: string) => void touch().set(key, value),
    removeItem: (key: string) => void touch().delete(key)
  }
  return store
}

/** Where files wait, as long as the test runs. */
export function memoryFiles(): FileShelf & { kept: Map<string, ArrayBuffer> } {
  const kept = new Map<string, ArrayBuffer>()
  return {
    kept,
    put: (id, bytes) => Promise.resolve(void kept.set(id, bytes)),
    get: id => Promise.resolve(kept.get(id)),
    drop: id => Promise.resolve(void kept.delete(id))
  }
}

/** A UUID that sorts by `n`. */
export function uuid(n: number): string {
  return `0197a000-0000-7000-8000-${String(n).padStart(12, '0')}`
}

export function unsent(n: number, more: Partial<Unsent> = {}): Unsent {
  return { id: uuid(n), at: n * 1000, text: `words ${n}`, refused: null, ...more }
}

export function theirs(id: string, at = 0, from: string | null = 'Ana'): ChatMessage {
  return { id, mine: false, text: `answer ${id}`, at, from }
}

export function mine(id: string, at = 0): ChatMessage {
  return { id, mine: true, text: `question ${id}`, at, from: null }
}
