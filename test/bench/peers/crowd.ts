import { setTimeout as after } from 'node:timers/promises'
import { openSocket, type RawSocket } from './socket.ts'
import type { Dialect, Held, Speaker } from './speaker.ts'
import { eventText } from './tally.ts'

export type Member = {
  readonly speaker: Speaker
  readonly bytes: number
  readonly usableMs: number
  readonly readyMs: number
}

/** Clients that are connected and up to date. */
export type Crowd = {
  readonly members: readonly Member[]
  /** What the server has sent to all of them. */
  readonly bytes: number
  /** These events, by their numbers, in one frame. */
  say(by: number, events: readonly number[]): void
  /** Throws when anybody was thrown out: what is not counted is not hidden either. */
  demandWhole(): void
  close(): void
}

export type Gathering = {
  readonly held?: Held | null
  /** These devices come back, each with what it holds. */
  readonly again?: Crowd
  /** How many come at once. */
  readonly atOnce?: number
  readonly heard?: (client: number, payload: Buffer) => void
}

const patienceMs = 60_000

export async function gather(url: string, dialect: Dialect, count: number, gathering: Gathering = {}): Promise<Crowd> {
  const { atOnce = 25 } = gathering
  const lost: string[] = []
  const sockets: RawSocket[] = []
  const members: Member[] = []
  let next = 0
  const lane = async () => {
    while (next < count) {
      const client = next++
      const { member, socket } = await join(url, dialect, client, gathering, why => lost.push(why))
      members[client] = member
      sockets[client] = socket
    }
  }
  const { sign } = dialect
  // From the first on: whoever came first may wait long for the last.
  const alive = sign ? setInterval(() => sockets.forEach(one => one.send(sign.frame)), sign.everyMs) : undefined
  const close = () => {
    clearInterval(alive)
    sockets.forEach(one => one.close())
  }
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane))
  } catch (error) {
    close()
    throw error
  }
  return {
    members,
    get bytes() {
      return sockets.reduce((sum, one) => sum + one.bytes, 0)
    },
    say(by, events) {
      const texts = events.map(event => eventText(event, dialect.words))
      sockets[by]?.send(members[by]!.speaker.say(texts))
    },
    demandWhole() {
      if (lost.length > 0) throw new Error(`${lost.length} of ${count} were thrown out, the first: ${lost[0]}`)
    },
    close
  }
}

async function join(
  url: string,
  dialect: Dialect,
  client: number,
  { held = null, again, heard }: Gathering,
  onLost: (why: string) => void
): Promise<{ readonly member: Member; readonly socket: RawSocket }> {
  const before = again?.members[client]?.speaker
  const speaker = before?.again?.() ?? dialect.speaker(before?.held ?? held)
  const ready = Promise.withResolvers<void>()
  const began = performance.now()
  let [usableMs, readyMs] = [NaN, NaN]
  const socket = openSocket(url.replace(/\/$/, '') + dialect.path, dialect.headers, {
    opened: () => speaker.hello().forEach(frame => socket.send(frame)),
    heard(payload) {
      heard?.(client, payload)
      if (speaker.isReady) return
      try {
        speaker.hear(payload).forEach(frame => socket.send(frame))
      } catch (error) {
        ready.reject(error)
      }
      if (speaker.isUsable && Number.isNaN(usableMs)) usableMs = performance.now() - began
      if (!speaker.isReady) return
      readyMs = performance.now() - began
      ready.resolve()
    },
    lost(why) {
      ready.reject(new Error(`a client was turned away: ${why}`))
      onLost(why)
    }
  })
  const giveUp = new AbortController()
  const late = after(patienceMs, undefined, { signal: giveUp.signal }).then(
    () => Promise.reject(new Error(`a client was not up to date within ${patienceMs / 1000} s`)),
    () => undefined
  )
  try {
    await Promise.race([ready.promise, late])
  } catch (error) {
    socket.close()
    throw error
  } finally {
    giveUp.abort()
  }
  return {
    socket,
    member: {
      speaker,
      get bytes() {
        return socket.bytes
      },
      usableMs,
      readyMs
    }
  }
}
