import type { Day } from '../../shared/kernel/day.ts'
import { rootOf } from '../days/root.ts'
import { add, nothing, summaryOf, type Summary } from '../days/summary.ts'
import type { StoredRow } from './stored-row.ts'

/** What a day's events add up to, once they are all there. */
export type CountedDay = {
  readonly day: Day
  readonly first: number
  readonly last: number
  readonly events: number
  readonly bytes: number
  readonly root: string
  readonly summary: Summary
}

type Tally = {
  readonly day: Day
  readonly first: number
  last: number
  hash: string
  bytes: number
  readonly counts: Map<string, number>
}

/** Counts the days of a tenant's events, which come in the order of `seq`. */
export type CountedDays = {
  take(row: StoredRow): void
  /** The days so far, the oldest first. The last one may go on. */
  all(): readonly CountedDay[]
}

export function countedDays(tenant: string): CountedDays {
  const ended: CountedDay[] = []
  let open: Tally | null = null

  function counted({ day, first, last, hash, bytes, counts }: Tally): CountedDay {
    const root = rootOf({ tenant, day, firstSeq: first, lastSeq: last }, hash, ended.at(-1)?.root ?? '')
    return { day, first, last, events: last - first + 1, bytes, root, summary: summed(counts) }
  }
  return {
    take({ day, seq, hash, data, type, scope }) {
      if (open && open.day !== day) {
        ended.push(counted(open))
        open = null
      }
      open ??= { day, first: seq, last: seq, hash, bytes: 0, counts: new Map() }
      open.last = seq
      open.hash = hash
      open.bytes += Buffer.byteLength(data)
      const kind = JSON.stringify([type, scope])
      open.counts.set(kind, (open.counts.get(kind) ?? 0) + 1)
    },
    all: () => (open ? [...ended, counted(open)] : ended)
  }
}

function summed(counts: ReadonlyMap<string, number>): Summary {
  return [...counts]
    .map(([kind, events]) => {
      const [type = '', scope = ''] = JSON.parse(kind) as string[]
      return summaryOf({ type, scope, events })
    })
    .reduce(add, nothing)
}
