import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import * as v from 'valibot'
import { downFrame, type DownFrame } from '../../shared/protocol/down.ts'
import type { Event } from '../../shared/kernel/message.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'

export type Frame<T extends DownFrame['type']> = Extract<DownFrame, { type: T }>

export type ClientOptions = {
  readonly client: string
  readonly cursor: { readonly incarnation: string; readonly seq: number } | null
  readonly origin: string | undefined
  /** Without it the test says hello itself. */
  readonly greets: boolean
}

/** An agent's device, with nothing in it but a socket and what came over it. */
export type Client = {
  readonly id: string
  /** Every byte that ever came. */
  readonly heard: string
  readonly frames: readonly DownFrame[]
  /** Where events have brought it: the highest `to`, or the snapshot's seq. */
  readonly cursor: number
  readonly events: readonly Event[]
  say(frame: unknown): void
  /** Pushes commands from `n` on, each with an id; answers the acks of all of them. */
  push(n: number, ...commands: readonly unknown[]): Promise<Frame<'acks'>['acks']>
  /** The next frame of this type that was not handed out yet. */
  next<T extends DownFrame['type']>(type: T): Promise<Frame<T>>
  until(condition: (client: Client) => boolean, what: string): Promise<void>
  pause(): void
  resume(): void
  close(): Promise<void>
  readonly isClosed: boolean
}

/** A machine that ten others use takes its time; what never comes is told apart from it all the same. */
const patienceMs = 60_000

export async function connect(url: string, cookie: string, options: Partial<ClientOptions> = {}): Promise<Client> {
  const origin = 'origin' in options ? options.origin : url
  const socket = new WebSocket(`${url.replace('http', 'ws')}/sync`, { headers: { cookie }, ...(origin && { origin }) })
  const frames: DownFrame[] = []
  const texts: string[] = []
  const handedOut = new Set<DownFrame>()
  let closed = false
  socket.on('message', data => {
    const text = String(data)
    texts.push(text)
    // Whatever the server says must fit the schema: this is the test of every frame.
    frames.push(v.parse(downFrame, JSON.parse(text)))
  })
  socket.on('close', () => (closed = true))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
    socket.once('unexpected-response', (_, response) => reject(new Error(`refused with ${response.statusCode}`)))
  })
  const until: Client['until'] = async (condition, what) => {
    const giveUpAt = Date.now() + patienceMs
    while (!condition(client)) {
      if (Date.now() > giveUpAt)
        throw new Error(`waited in vain for ${what}; came: ${frames.map(one => one.type).join(' ')}`)
      await new Promise(resolve => setTimeout(resolve, 4))
    }
  }
  const client: Client = {
    id: options.client ?? randomUUID(),
    frames,
    get heard() {
      return texts.join('\n')
    },
    get cursor() {
      const ends = frames.map(one =>
        one.type === 'events' ? one.to : one.type === 'snapshot' && one.last ? one.seq : 0
      )
      return Math.max(0, ...ends)
    },
    get events() {
      return frames.flatMap(one =>
        one.type === 'events' ? one.events : one.type === 'snapshot' ? one.streams.flatMap(stream => stream.events) : []
      )
    },
    get isClosed() {
      return closed
    },
    say: frame => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async push(n, ...commands) {
      const items = commands.map((command, i) => ({ n: n + i, after: null, ...asItem(command) }))
      client.say({ type: 'push', items })
      const acked = () => frames.flatMap(one => (one.type === 'acks' && !handedOut.has(one) ? one.acks : []))
      await until(() => acked().length >= items.length, `${items.length} acks`)
      const acks = acked()
      for (const one of frames) if (one.type === 'acks') handedOut.add(one)
      return acks
    },
    async next(type) {
      const found = () => frames.find(one => one.type === type && !handedOut.has(one))
      await until(() => found() !== undefined, type)
      const frame = found()!
      handedOut.add(frame)
      return frame as Frame<typeof type>
    },
    until,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    async close() {
      socket.close()
      await until(() => closed, 'the end')
    }
  }
  if (options.greets !== false) {
    client.say({ type: 'hello', protocol: protocolVersion, client: client.id, cursor: options.cursor ?? null })
    const isGreeted = () => frames.some(one => one.type === 'welcome' || one.type === 'bye')
    await until(() => closed || isGreeted(), 'welcome')
    if (!isGreeted()) throw new Error('the server went away and greeted nobody')
  }
  return client
}

/** A bare command, or one with its `after`. */
function asItem(given: unknown): object {
  return given !== null && typeof given === 'object' && 'command' in given ? given : { command: given }
}

export function command<T extends Record<string, unknown> & { type: string }>(bare: T) {
  return { id: randomUUID(), at: Date.now(), ...bare }
}
