import type { Shelf } from './shelf.ts'
import { keep, read, type Unsent } from './unsent.ts'

const prefix = 'said:'
/** As long as an agent's device keeps what was acknowledged (R1), and no more than a browser's storage bears beside the rest. */
const keptForMs = 7 * 86_400_000
const mostKept = 100
const mostCharacters = 200_000

/** What this visitor has said lately. A server that was put back to a backup may have forgotten it: then it is said again. */
export class Said {
  /** Whose messages are shown: `null` before the first welcome. */
  log: string | null = null
  readonly #shelf: Shelf
  readonly #now: () => number

  constructor(shelf: Shelf, now: () => number) {
    this.#shelf = shelf
    this.#now = now
  }

  /** The server has it on its disk. */
  keep(message: Unsent): void {
    this.#shelf.put(prefix + message.id, JSON.stringify(message))
    let left = mostCharacters
    for (const [place, { id, at, text }] of this.#all().toReversed().entries()) {
      left -= text.length
      if (place >= mostKept || left < 0 || at < this.#now() - keptForMs) this.#shelf.drop(prefix + id)
    }
  }

  /** The server names its log. `isForgotten`: it does not know our token any more. Is it another log than before? */
  met(log: string | undefined, isForgotten: boolean): boolean {
    if (log === undefined) return false
    const before = this.#shelf.get('log')
    const isAnother = before !== null && before !== log
    if (isAnother) this.#again()
    // In the same log nobody forgets but who was told to: what was erased does not come back.
    else if (isForgotten) for (const { id } of this.#all()) this.#shelf.drop(prefix + id)
    this.#shelf.put('log', log)
    this.log = log
    return isAnother
  }

  #again(): void {
    const since = this.#now() - keptForMs
    for (const message of this.#all()) if (message.at >= since) keep(this.#shelf, message)
    const name = this.#shelf.get('name')
    if (name !== null) this.#shelf.put('name-to-say', name)
  }

  #all(): Unsent[] {
    return read(this.#shelf, prefix)
  }
}
