import { setTimeout as after } from 'node:timers/promises'
import { gather, type Crowd } from './crowd.ts'
import type { Rival } from './rival.ts'
import { tally, type Tally } from './tally.ts'

export type Told = {
  /** From when each event was due until all others had it, milliseconds. */
  readonly took: readonly number[]
  /** Pairs of an event and a client that never came together. */
  readonly missing: number
  /** The server's, per event, milliseconds. */
  readonly cpuMs: number
  readonly memory: number
  /** Sent by the server, per event and client. */
  readonly bytes: number
}

export type Listening = {
  readonly crowd: Crowd
  hearWith(one: Tally): void
}

/** A crowd whose tally can be changed. One comes as new, all others with what that one got: to gather is not what is measured. */
export async function listening({ url, dialect }: Pick<Rival, 'url' | 'dialect'>, count: number): Promise<Listening> {
  let hearing: Tally | undefined
  const first = await gather(url, dialect, 1)
  const held = first.members[0]?.speaker.held ?? null
  first.close()
  const crowd = await gather(url, dialect, count, { held, heard: (client, payload) => hearing?.heard(client, payload) })
  return { crowd, hearWith: one => (hearing = one) }
}

/**
 * Everybody says something in turn, at a steady rate; who is late does not slow the next down, and what is late counts
 * from when it was due.
 */
export async function steadily(
  rival: Pick<Rival, 'used'>,
  { crowd, hearWith }: Listening,
  { perSecond, forMs, patienceMs }: { readonly perSecond: number; readonly forMs: number; readonly patienceMs: number }
): Promise<Told> {
  const count = crowd.members.length
  const heard = tally(count)
  hearWith(heard)
  const [before, bytesBefore] = [rival.used, crowd.bytes]
  const start = performance.now()
  const times = Math.round((perSecond * forMs) / 1000)
  for (let i = 0; i < times;) {
    for (; i < times && start + (i * 1000) / perSecond <= performance.now(); i++) {
      crowd.say(i % count, [heard.said(i % count, start + (i * 1000) / perSecond)])
    }
    await after(1)
  }
  const giveUpAt = performance.now() + patienceMs
  while (heard.missing > 0 && performance.now() < giveUpAt) await after(5)
  // The server writes down what it uses four times a second.
  await after(300)
  crowd.demandWhole()
  const used = rival.used
  return {
    took: heard.complete,
    missing: heard.missing,
    cpuMs: (used.cpuMs - before.cpuMs) / times,
    memory: used.bytes,
    bytes: (crowd.bytes - bytesBefore) / times / count
  }
}
