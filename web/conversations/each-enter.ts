/** What is still in the field when `gone` has left it. Words that took its place meanwhile stay. */
export function restAfter(field: string, gone: string): string {
  return field.startsWith(gone) ? field.slice(gone.length) : field
}

/**
 * Sends what stood in the field at each Enter, one after the other: who types faster than the disk
 * loses nothing, and who presses twice sends once. After a no, everything stays in the field.
 */
export function eachEnter(send: (words: string) => Promise<boolean>): (words: string) => Promise<void> {
  let waiting: string[] = []
  let busy = false
  return async words => {
    waiting.push(words)
    if (busy) return
    busy = true
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const gone = next
        if (gone.trim() === '') continue
        waiting = (await send(gone)) ? waiting.map(later => restAfter(later, gone)) : []
      }
    } finally {
      waiting = []
      busy = false
    }
  }
}

/** Who presses twice sends once. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let busy = false
  return async () => {
    if (busy) return
    busy = true
    try {
      await work()
    } finally {
      busy = false
    }
  }
}
