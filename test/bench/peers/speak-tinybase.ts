import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Dialect, Speaker } from './speaker.ts'
import { eventBytes } from './tally.ts'

type Store = {
  setRow(table: string, row: string, cells: object): void
  transaction(work: () => void): void
  getTransactionMergeableChanges(): unknown
  addDidFinishTransactionListener(heard: () => void): void
}

const [response, getContentHashes, contentDiff, getTableDiff] = [0, 1, 3, 4]

/** TinyBase's synchronizer: an event is a row of one cell. The stamps in it are made by its own store, of the installed version. */
export async function speakTinybase(installedIn: string): Promise<Dialect> {
  const file = join(installedIn, 'node_modules/tinybase/mergeable-store/index.js')
  const { createMergeableStore } = (await import(pathToFileURL(file).href)) as { createMergeableStore(): Store }
  return {
    path: '/bench',
    headers: {},
    words: eventBytes,
    mostTogether: 1000,
    sign: null,
    speaker: held => speaker(createMergeableStore(), held && 'text' in held ? held.text : null)
  }
}

function speaker(store: Store, back: string | null): Speaker {
  let [request, isReady] = [0, false]
  let hashes: string | null = null
  let changes: unknown
  const said = (to: string, message: number, body: unknown) =>
    `${to}\n${JSON.stringify([`bench.${++request}`, message, body])}`
  store.addDidFinishTransactionListener(() => (changes = store.getTransactionMergeableChanges()))
  return {
    hello: () => [said('S', getContentHashes, '')],
    hear(payload) {
      const text = payload.toString()
      const frame = JSON.parse(text.slice(text.indexOf('\n') + 1)) as [string, number, unknown]
      if (frame[1] !== response || !frame[0].startsWith('bench.')) return []
      if (hashes === null) {
        hashes = JSON.stringify(frame[2])
        isReady = hashes === back
        // Somebody who comes back and differs asks as a new one would: no rows are kept here.
        return isReady ? [] : [said('S', getTableDiff, {})]
      }
      isReady = true
      return []
    },
    get isUsable() {
      return isReady
    },
    get isReady() {
      return isReady
    },
    get held() {
      return hashes === null ? null : { seq: 0, text: hashes }
    },
    say(texts) {
      store.transaction(() => {
        for (const text of texts) store.setRow('events', text.slice(2, 10), { text })
      })
      return said('', contentDiff, changes)
    }
  }
}
