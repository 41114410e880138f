import * as v from 'valibot'
import type { Store } from './shelf.ts'
import { storeOf, type FollowingStore } from './store-of.ts'

/** What the page around us, through `widget.js`, is told. */
type ToHost =
  | { daybook: 'ready' }
  | { daybook: 'known' }
  | { daybook: 'unread'; count: number }
  | { daybook: 'close' }
  | { daybook: 'recall' }
  | { daybook: 'keep'; key: string; value: string | null }

const fromHost = v.variant('daybook', [
  v.object({ daybook: v.literal('opened') }),
  /** Answers `recall`. `null`: the host's page cannot keep anything either. */
  v.object({ daybook: v.literal('kept'), entries: v.nullable(v.record(v.string(), v.string())) }),
  /** Of what it keeps for us: another tab has done this. */
  v.object({ daybook: v.literal('changed'), key: v.string(), value: v.nullable(v.string()) })
])
type FromHost = v.InferOutput<typeof fromHost>

/** A host that answers later than this has another, older widget, or none. */
const patienceMs = 1500

/**
 * The page that shows us in a frame, when it says which origin it has (`?embedded=https://shop.example`).
 * A lie gains nothing: the browser delivers only to that very origin, and we hear only that origin's window.
 */
export class Host {
  readonly #origin: string

  constructor(origin: string) {
    this.#origin = origin
  }

  tell(message: ToHost): void {
    window.parent.postMessage(message, this.#origin)
  }

  hear(listener: (message: FromHost) => void): void {
    window.addEventListener('message', event => {
      if (event.source !== window.parent || event.origin !== this.#origin) return
      if (v.is(fromHost, event.data)) listener(event.data)
    })
  }

  /** Browsers may let a frame keep nothing: then the page around it keeps it. `null` when that cannot either. */
  recall(): Promise<Store | null> {
    return new Promise(resolve => {
      setTimeout(() => resolve(null), patienceMs)
      const keep = (key: string, value: string | null) => this.tell({ daybook: 'keep', key, value })
      let store: FollowingStore | null = null
      this.hear(message => {
        if (message.daybook === 'changed') store?.follow(message.key, message.value)
        if (message.daybook !== 'kept') return
        store = message.entries && storeOf(message.entries, keep)
        resolve(store)
      })
      this.tell({ daybook: 'recall' })
    })
  }
}

export function hostOf(search: string): Host | null {
  const origin = new URLSearchParams(search).get('embedded')
  if (!origin || window.parent === window || URL.parse(origin)?.origin !== origin) return null
  return new Host(origin)
}

export function isEmbedded(search: string): boolean {
  return new URLSearchParams(search).has('embedded')
}
