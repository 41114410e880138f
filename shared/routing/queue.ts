/** What waits, and since when the customer does. `seq` is the event that made it wait. */
export type Waiting = {
  readonly conversation: string
  readonly since: number
  readonly seq: number
  /** The skills that it takes. */
  readonly needs: readonly string[]
}

/** Who needs the same skills, the longest-waiting first. */
export type Line = { readonly needs: readonly string[]; readonly waiting: Waiting[] }

/**
 * Everybody who waits in one inbox, in a line for each combination of skills: when nobody is free for the first of a
 * line, nobody is for the rest, so ten thousand who wait cost no more to look at than the lines there are.
 */
export type Queue = Map<string, Line>

export function enqueue(queue: Queue, one: Waiting): void {
  const key = one.needs.join('\n')
  const line = queue.get(key) ?? { needs: one.needs, waiting: [] }
  queue.set(key, line)
  line.waiting.splice(placeOf(line.waiting, one), 0, one)
}

export function dequeue(queue: Queue, one: Waiting): void {
  const key = one.needs.join('\n')
  const line = queue.get(key)
  const at = line ? placeOf(line.waiting, one) : -1
  if (line?.waiting[at]?.conversation !== one.conversation) throw new Error(`${one.conversation} does not wait`)
  line.waiting.splice(at, 1)
  if (line.waiting.length === 0) queue.delete(key)
}

export function isBefore(one: Waiting, other: Waiting): boolean {
  if (one.since !== other.since) return one.since < other.since
  return one.seq === other.seq ? one.conversation < other.conversation : one.seq < other.seq
}

function placeOf(waiting: readonly Waiting[], one: Waiting): number {
  let from = 0
  let to = waiting.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (isBefore(waiting[middle]!, one)) from = middle + 1
    else to = middle
  }
  return from
}
