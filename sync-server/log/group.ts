/** Too much is waiting for the disk. Nothing was written; come back a little later. */
export class Busy extends Error {
  readonly code = 'busy'
  constructor() {
    super('too much is waiting to be written')
    this.name = 'Busy'
  }
}

export type Waiting<Wanted, Outcome> = {
  readonly wanted: Wanted
  resolve(outcome: Outcome): void
  reject(error: Error): void
}

export type Groups<Wanted, Outcome> = {
  add(wanted: Wanted): Promise<Outcome>
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
  readonly waiting: number
}

/** Gathers what comes in one tick, or while the group before is settled, into one group: many wait for one sync of the disk. */
export function groups<Wanted, Outcome>(
  settle: (group: readonly Waiting<Wanted, Outcome>[]) => Promise<void>,
  { mostWaiting, mostInOneGroup }: { mostWaiting: number; mostInOneGroup: number }
): Groups<Wanted, Outcome> {
  let waiting: Waiting<Wanted, Outcome>[] = []
  let draining: Promise<void> | undefined

  async function drain(): Promise<void> {
    // The rest of this tick belongs to the same group.
    await new Promise(resolve => setImmediate(resolve))
    while (waiting.length > 0) {
      const group = waiting.slice(0, mostInOneGroup)
      waiting = waiting.slice(mostInOneGroup)
      await settle(group)
    }
    draining = undefined
  }

  return {
    add: wanted =>
      new Promise((resolve, reject) => {
        if (waiting.length >= mostWaiting) return reject(new Busy())
        waiting.push({ wanted, resolve, reject })
        draining ??= drain()
      }),
    async idle() {
      await draining
    },
    get waiting() {
      return waiting.length
    }
  }
}
