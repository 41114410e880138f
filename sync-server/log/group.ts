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

export type GroupsOptions = {
  readonly mostWaiting: number
  readonly mostInOneGroup: number
  /** So many are worth a group of their own, although more may come in this tick. */
  readonly enough?: number
  /** How many groups may be under way, the later ones behind the first. */
  readonly mostUnderWay?: number
}

/**
 * Gathers what comes in one tick, or while the group before is settled, into one group: many wait for one sync of the disk.
 * As soon as there is enough for another group it may go as well, behind the one under way: whoever settles them has
 * the next one at hand when the first is done, and works while more of them are still being decided here.
 */
export function groups<Wanted, Outcome>(
  settle: (group: readonly Waiting<Wanted, Outcome>[]) => Promise<void>,
  { mostWaiting, mostInOneGroup, enough = Infinity, mostUnderWay = 1 }: GroupsOptions
): Groups<Wanted, Outcome> {
  let waiting: Waiting<Wanted, Outcome>[] = []
  let underWay = 0
  /** How many are in those groups. */
  let taken = 0
  let gathering = false
  let settled = Promise.withResolvers<void>()

  async function begin(): Promise<void> {
    const group = waiting.slice(0, mostInOneGroup)
    waiting = waiting.slice(mostInOneGroup)
    underWay += 1
    taken += group.length
    await settle(group)
    underWay -= 1
    taken -= group.length
    settled.resolve()
    settled = Promise.withResolvers()
    if (waiting.length > 0 && (underWay === 0 || isEnough())) void begin()
  }

  /** Behind a large group there is time to gather more. */
  function isEnough(): boolean {
    return underWay < mostUnderWay && waiting.length >= Math.max(enough, taken / 2)
  }

  async function gather(): Promise<void> {
    gathering = true
    // The rest of this tick belongs to the same group.
    await new Promise(resolve => setImmediate(resolve))
    gathering = false
    if (waiting.length > 0 && underWay === 0) void begin()
  }

  return {
    add: wanted =>
      new Promise((resolve, reject) => {
        if (waiting.length >= mostWaiting) return reject(new Busy())
        waiting.push({ wanted, resolve, reject })
        if (isEnough()) void begin()
        else if (underWay === 0 && !gathering) void gather()
      }),
    async idle() {
      while (waiting.length + underWay > 0) await settled.promise
    },
    get waiting() {
      return waiting.length
    }
  }
}
