import type { PastDb } from '../log/db.ts'

const pauseMs = 300
const restMs = 3000

/** Makes messages findable when nothing else is to be done. One tab does it: the one with the socket. */
export function readInQuiet(db: PastDb, mayRead: () => boolean, onTrouble: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  async function read(): Promise<void> {
    const { readSomeWords } = await import('../log/search-index.ts')
    const more = mayRead() && (await readSomeWords(db))
    if (!stopped) timer = setTimeout(next, more ? pauseMs : restMs)
  }
  function next(): void {
    read().catch(error => {
      if (stopped) return
      onTrouble(error)
      timer = setTimeout(next, restMs)
    })
  }
  timer = setTimeout(next, pauseMs)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
