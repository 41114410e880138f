import { signal } from '@preact/signals'

const lastsMs = 6000

/** Who of the business writes just now. The server says it again as long as it is so. */
export class Someone {
  /** Their name. `null`: nobody does. */
  readonly writes = signal<string | null>(null)
  #fading: ReturnType<typeof setTimeout> | undefined

  write(name: string | null): void {
    clearTimeout(this.#fading)
    this.writes.value = name
    if (name !== null) this.#fading = setTimeout(() => this.write(null), lastsMs)
  }
}
