import type { Batch } from '../log/recorded.ts'

/** Nobody notices that they hear of something so much later, milliseconds. */
const unnoticedMs = 100

/**
 * To tell five hundred devices of one event takes as long as to tell them of ten. So a rest follows that is twice as
 * long as the telling was: at most a third of the time goes into it, and what is committed meanwhile goes in one frame
 * (F1). The more that was, the longer the next rest, as far as nobody notices: where hundreds of events a second go to
 * hundreds of devices, a frame for each few would cost more than all else. Where few listen the rest is over before
 * anything else is committed.
 */
export function telling(tell: (batch: Batch) => void, now = () => performance.now()): (batch: Batch) => void {
  const untold = new Map<string, Batch>()
  let restedAt = 0
  let timer: NodeJS.Timeout | undefined

  function tellAll(): void {
    timer = undefined
    const began = now()
    const batches = [...untold.values()]
    untold.clear()
    for (const batch of batches) tell(batch)
    const ended = now()
    restedAt = ended + restAfter(ended - began, sum(batches))
  }

  return batch => {
    const before = untold.get(batch.tenant)
    const goesOn = before?.to === batch.from - 1
    // Between them is what the database wrote without saying so: who hears of the later one fetches it from the log.
    if (before && !goesOn) tell(before)
    untold.set(batch.tenant, joined(goesOn ? before : undefined, batch))
    if (timer) return
    const restMs = restedAt - now()
    if (restMs <= 0) tellAll()
    else timer = setTimeout(tellAll, restMs)
  }
}

function restAfter(tookMs: number, events: number): number {
  return Math.max(2 * tookMs, Math.min((events / 4) * tookMs, unnoticedMs))
}

function sum(batches: readonly Batch[]): number {
  return batches.reduce((so, { events }) => so + events.length, 0)
}

/** Two commits of one tenant that follow each other, told as one. */
export function joined(before: Batch | undefined, batch: Batch): Batch {
  if (!before) return batch
  if (batch.from !== before.to + 1) throw new Error(`${batch.from} was told after ${before.to}`)
  return { ...before, to: batch.to, events: [...before.events, ...batch.events] }
}
