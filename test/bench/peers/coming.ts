import { setTimeout as after } from 'node:timers/promises'
import { quantile } from '../figures.ts'
import { gather } from './crowd.ts'
import type { Rival } from './rival.ts'
import { eventsIn } from './tally.ts'

const newcomers = 5

export type First = { readonly usableMs: number; readonly completeMs: number; readonly megabytes: number }

/** A device that holds nothing, until everything of these `count` events has come; the middle one of some. */
export async function firstSync(rival: Rival, count: number): Promise<First> {
  const all: First[] = []
  for (let i = 0; i < newcomers; i++) {
    const { found, first } = await newcomer(rival, count, comeWithinMs)
    if (found < count) throw new Error(`only ${found} of ${count} events came`)
    all.push(first)
  }
  const middle = (of: (one: First) => number) => quantile(all.map(of), 0.5)
  return {
    usableMs: middle(one => one.usableMs),
    completeMs: middle(one => one.completeMs),
    megabytes: middle(one => one.megabytes)
  }
}

const comeWithinMs = 60_000

/** Some greet a newcomer while they still read what they kept, and tell it then: a greeting with nothing in it is not usable. */
async function newcomer({ url, dialect }: Rival, count: number, patienceMs: number) {
  const found = new Set<number>()
  const began = performance.now()
  let [firstMs, lastMs] = [Infinity, Infinity]
  const heard = (_: number, payload: Buffer) => {
    eventsIn(payload, event => found.add(event))
    const sinceMs = performance.now() - began
    if (found.size > 0) firstMs = Math.min(firstMs, sinceMs)
    if (found.size >= count) lastMs = Math.min(lastMs, sinceMs)
  }
  const crowd = await gather(url, dialect, 1, { heard })
  while (found.size < count && performance.now() - began < patienceMs) await after(5)
  const [usableMs, readyMs] = [crowd.members[0]?.usableMs ?? NaN, crowd.members[0]?.readyMs ?? NaN]
  const megabytes = crowd.bytes / 1e6
  crowd.close()
  const first = { usableMs: Math.max(usableMs, firstMs), completeMs: Math.max(readyMs, lastMs), megabytes }
  return { found: found.size, first }
}

const oldest = 60_000_000
const storeWithinMs = 90_000

/** Events of before, brought by one client as many at a time as its protocol lets it, until another has them all. */
export async function bring(rival: Rival, count: number): Promise<void> {
  const { mostTogether } = rival.dialect
  const found = new Set<number>()
  const heard = (client: number, payload: Buffer) => client === 1 && eventsIn(payload, event => found.add(event))
  const crowd = await gather(rival.url, rival.dialect, 2, { heard })
  const giveUpAt = performance.now() + storeWithinMs
  for (let from = 0; from < count; from += mostTogether) {
    const few = Array.from({ length: Math.min(mostTogether, count - from) }, (_, i) => oldest + from + i)
    crowd.say(0, few)
    while (found.size < from + few.length) {
      crowd.demandWhole()
      if (performance.now() > giveUpAt) throw new Error(`took only ${found.size} events in ${storeWithinMs / 1000} s`)
      await after(2)
    }
  }
  crowd.close()
  // Some pass on first and keep later: a newcomer would find less.
  while ((await newcomer(rival, count, 2000)).found < count) {
    if (performance.now() > giveUpAt) throw new Error(`kept less than ${count} events in ${storeWithinMs / 1000} s`)
  }
}

/** Clients that were cut off and all come back at once, with what they hold: until each is up to date. */
export async function reconnect(
  { url, dialect }: Rival,
  count: number
): Promise<{ p50: number; p99: number; all: number }> {
  const first = await gather(url, dialect, 1)
  const held = first.members[0]?.speaker.held ?? null
  first.close()
  const before = await gather(url, dialect, count, { held, atOnce: 50 })
  before.close()
  await after(1000)
  const began = performance.now()
  const crowd = await gather(url, dialect, count, { again: before, atOnce: count })
  const all = performance.now() - began
  crowd.demandWhole()
  const took = crowd.members.map(one => one.readyMs)
  crowd.close()
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), all }
}
