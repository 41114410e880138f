import type { Follow } from './follow.ts'
import type { Batch } from './recorded.ts'

export type Pursuit = {
  /** Handled up to here. */
  readonly seq: number
  /** The log is known to reach to here. */
  readonly head: number
  /** Sets where it stands and begins: until then it only learns how far the log reaches. */
  start(seq: number): void
  reach(head: number, live?: Batch): void
  /** Gathers no longer. */
  hurry(): void
  /** Resolves when its loop has ended: at the head, or stopped. */
  settled(): Promise<void>
}

export type Chase = {
  readonly since: Follow['since']
  readonly handle: (batch: Batch) => Promise<void>
  readonly batchSize: number
  /** How long it lets events gather before it goes on from the head. */
  readonly gatherMs: number
  readonly signal: AbortSignal
  /** Tries a step until it works or nobody wants it any more. */
  persist(step: () => Promise<void>): Promise<void>
  moved(seq: number): void
}

/**
 * One follower in one tenant's log: a loop while it is behind. A live batch that follows on directly is handed on
 * as it is; everything else is read from the log, so a slow follower costs no memory.
 */
export function pursuit(
  tenant: string,
  { since, handle, batchSize, gatherMs, signal, persist, moved }: Chase
): Pursuit {
  let seq = 0
  let head = 0
  let started = false
  let running: Promise<void> | undefined
  let hurry = () => {}

  const isBehind = () => seq < head && !signal.aborted

  function reach(to: number, live?: Batch): void {
    head = Math.max(head, to)
    if (!started || running || !isBehind()) return
    running = run(live).finally(() => {
      running = undefined
      // More may have been committed between the loop's last look and this moment.
      reach(head)
    })
  }

  const gather = () =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, gatherMs)
      hurry = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function run(live: Batch | undefined): Promise<void> {
    if (gatherMs > 0) await gather()
    while (isBehind()) await persist(() => step(live))
  }

  async function step(live: Batch | undefined): Promise<void> {
    const from = seq + 1
    const isNext = live?.from === from && live.to === head
    const events = isNext ? live.events : await since(tenant, seq, batchSize)
    const to = events.at(-1)?.seq
    if (to === undefined) throw new Error(`${tenant} stands at ${head}, but has nothing after ${seq}`)
    await handle({ tenant, from, to, events })
    seq = to
    moved(seq)
  }

  return {
    get seq() {
      return seq
    },
    get head() {
      return head
    },
    start(from) {
      seq = from
      started = true
      reach(head)
    },
    reach,
    hurry: () => hurry(),
    async settled() {
      hurry()
      await running
    }
  }
}
