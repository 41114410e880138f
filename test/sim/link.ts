import type { Clock } from './clock.ts'
import type { Tally } from './tally.ts'

/** Which way: `up` from the device, `down` from the server. */
export type Way = 'up' | 'down'

type End = { hear(text: string): void; ended(): void }

/**
 * One TCP connection. What is sent arrives in order or not at all: it stalls, then somebody notices or never does.
 * `waiting` is what was sent down and has not been taken yet, bytes.
 */
export class Link {
  isOpen = true
  readonly #clock: Clock
  readonly #tally: Tally
  readonly #latencyMs: () => number
  readonly #ends: { up: End | null; down: End | null } = { up: null, down: null }
  readonly #stalled = { up: false, down: false }
  readonly #lastAt = { up: 0, down: 0 }
  /** What is under way, in order: whatever delays an arrival, what arrives is the first of them. */
  readonly #underWay: Record<Way, string[]> = { up: [], down: [] }
  /** Arrivals that a stalled direction kept back, for when it flows again. */
  readonly #owed = { up: 0, down: 0 }
  #waiting = 0
  #isSlow = false
  #bytesPerMs = Infinity
  onTaken: () => void = () => undefined

  constructor(clock: Clock, tally: Tally, latencyMs: () => number) {
    this.#clock = clock
    this.#tally = tally
    this.#latencyMs = latencyMs
  }

  get waiting(): number {
    return this.#waiting
  }

  /** Who hears what goes this way. */
  listen(way: Way, end: End): void {
    this.#ends[way] = end
  }

  slow(bytesPerMs: number): void {
    this.#isSlow = true
    this.#bytesPerMs = bytesPerMs
  }

  quicken(): void {
    this.#isSlow = false
    this.#bytesPerMs = Infinity
  }

  send(way: Way, text: string): void {
    if (!this.isOpen) return
    if (way === 'down') this.#waiting += text.length
    this.#underWay[way].push(text)
    this.#carry(way, text.length)
  }

  #carry(way: Way, bytes: number): void {
    const transferMs = way === 'down' && this.#isSlow ? bytes / this.#bytesPerMs : 0
    const at = Math.max(this.#clock.now + this.#latencyMs(), this.#lastAt[way]) + transferMs
    this.#lastAt[way] = at
    this.#clock.after(at - this.#clock.now, () => this.#arrive(way))
  }

  #arrive(way: Way): void {
    if (!this.isOpen) return this.#tally.count('dropped')
    if (this.#stalled[way]) {
      this.#tally.count('delayed')
      this.#owed[way] += 1
      return
    }
    const text = this.#underWay[way].shift()!
    if (way === 'down') {
      this.#waiting -= text.length
      this.onTaken()
    }
    this.#ends[way]?.hear(text)
  }

  stall(...ways: Way[]): void {
    for (const way of ways) this.#stalled[way] = true
  }

  flow(): void {
    this.#stalled.up = this.#stalled.down = false
    for (const way of ['up', 'down'] as const) {
      for (const text of this.#underWay[way].slice(0, this.#owed[way])) this.#carry(way, text.length)
      this.#owed[way] = 0
    }
  }

  /** Ends it for everybody who may still notice: the device, the server, both. */
  cut(...noticed: Way[]): void {
    if (!this.isOpen) return
    this.isOpen = false
    for (const way of noticed) {
      const end = this.#ends[way]
      this.#clock.after(this.#latencyMs(), () => end?.ended())
    }
  }

  /** This end hangs up, and the other hears of it if anything arrives there. */
  close(by: 'device' | 'server'): void {
    const to: Way = by === 'device' ? 'up' : 'down'
    this.#ends[by === 'device' ? 'down' : 'up'] = null
    if (!this.isOpen) return
    const isHeard = !this.#stalled[to]
    const end = this.#ends[to]
    // What was sent before still arrives before the end.
    const at = Math.max(this.#clock.now + this.#latencyMs(), this.#lastAt[to])
    this.#clock.after(at - this.#clock.now, () => {
      if (!this.isOpen) return
      this.isOpen = false
      if (isHeard) end?.ended()
    })
  }
}
