import type { TabMessage, Tabs } from './tabs.ts'

/** What we use of `navigator.locks`. */
export type Locks = {
  request(name: string, options: LockOptions, granted: () => Promise<void>): Promise<unknown>
}

export type LeaderDeps = {
  readonly name: string
  /** `null` where there are none (plain http on a network): then the newest visible tab leads, and the epoch fences. */
  readonly locks: Locks | null
  readonly tabs: Tabs
  isVisible(): boolean
  /** Raises the epoch in the store, so that whoever led before cannot move the cursor any more. */
  raiseEpoch(): Promise<number>
  lead(epoch: number): void
  follow(): void
  /** The store could not be told. It is tried again later. */
  onTrouble(error: unknown): void
}

/** A leader that has not said a word for so long is frozen or dead. */
const answerWithinMs = 500
const patrolMs = 5000

/**
 * [T1] One tab leads: it owns the socket. The lock goes to the next tab when the leader's closes. A tab that is
 * looked at does not wait for one that is not: when the leader is hidden or does not answer, it takes the lock.
 */
export class Leadership {
  readonly #deps: LeaderDeps
  readonly #patrol: ReturnType<typeof setInterval> | undefined
  #epoch: number | null = null
  /** The lock is ours, and the store is being told. */
  #isRising = false
  #release: (() => void) | null = null
  #queued: AbortController | null = null
  #takeover: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(deps: LeaderDeps) {
    this.#deps = deps
    deps.tabs.onMessage(message => this.#hear(message))
    this.#queue()
    this.#ask()
    // Without locks nobody tells us that the leader has closed.
    this.#patrol = deps.locks ? undefined : setInterval(() => this.#ask(), patrolMs)
  }

  get leads(): boolean {
    return this.#epoch !== null
  }

  /** The page was shown or hidden. */
  visibilityChanged(): void {
    if (this.leads) this.#announce()
    else this.#ask()
  }

  /** The store says that somebody else leads now. */
  overtaken(): void {
    if (this.#epoch === null) return
    this.#epoch = null
    this.#release?.()
    this.#release = null
    this.#deps.follow()
    if (!this.#closed) this.#queue()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#takeover)
    clearInterval(this.#patrol)
    this.#queued?.abort()
    this.overtaken()
  }

  #announce(): void {
    if (this.#epoch === null) return
    this.#deps.tabs.tell({ type: 'leading', epoch: this.#epoch, visible: this.#deps.isVisible() })
  }

  #queue(): void {
    this.#queued = new AbortController()
    const { signal } = this.#queued
    this.#await(this.#deps.locks?.request(this.#deps.name, { signal }, () => this.#begin()))
  }

  #steal(): void {
    this.#queued?.abort()
    const { locks, name } = this.#deps
    this.#await(locks ? locks.request(name, { steal: true }, () => this.#begin()) : this.#begin())
  }

  #await(granted: Promise<unknown> | undefined): void {
    granted?.catch((error: unknown) => {
      // Aborted: we asked again in another way. Stolen: another tab leads now.
      if (this.#closed) return
      if ((error as Error).name === 'AbortError') return this.overtaken()
      this.#deps.onTrouble(error)
      this.#takeover = setTimeout(() => this.#queue(), patrolMs)
    })
  }

  /** Held until we resign. */
  async #begin(): Promise<void> {
    clearTimeout(this.#takeover)
    this.#isRising = true
    const epoch = await this.#deps.raiseEpoch().finally(() => {
      this.#isRising = false
    })
    if (this.#closed) return
    await new Promise<void>(resolve => {
      this.#epoch = epoch
      this.#release = resolve
      this.#announce()
      this.#deps.lead(epoch)
    })
  }

  #ask(): void {
    if (this.leads || this.#isRising || this.#closed || !this.#deps.isVisible()) return
    clearTimeout(this.#takeover)
    this.#takeover = setTimeout(() => this.#steal(), answerWithinMs)
    this.#deps.tabs.tell({ type: 'who-leads' })
  }

  #hear(message: TabMessage): void {
    if (message.type === 'who-leads') return this.#announce()
    if (message.type !== 'leading') return
    if (this.#epoch !== null) return message.epoch > this.#epoch ? this.overtaken() : undefined
    if (this.#isRising) return
    clearTimeout(this.#takeover)
    // Two that are looked at may both want it: a little chance lets one be first, and the other hears of it.
    if (!message.visible && this.#deps.isVisible()) {
      this.#takeover = setTimeout(() => this.#steal(), Math.random() * 100)
    }
  }
}
