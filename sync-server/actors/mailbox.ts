export type Mailboxes = {
  /** Does `work` after everything that came for this key before. Another key's mail never waits for it. */
  deliver<T>(key: string, work: () => Promise<T>): Promise<T>
  hasMail(key: string): boolean
}

export function mailboxes(): Mailboxes {
  const last = new Map<string, Promise<unknown>>()
  return {
    deliver(key, work) {
      const mine = (last.get(key) ?? Promise.resolve()).then(work)
      const done = mine
        .catch(() => {
          // Whoever sent it hears of it; the next letter is read all the same.
        })
        .then(() => {
          if (last.get(key) === done) last.delete(key)
        })
      last.set(key, done)
      return mine
    },
    hasMail: key => last.has(key)
  }
}
