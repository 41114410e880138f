import { randomUUID } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { streamKey } from '../../shared/kernel/message.ts'
import { sampleCookie } from '../server/agent.ts'
import { child } from '../support/child.ts'
import { startServer } from '../support/server.ts'
import { device } from './device.ts'
import { long, quantile, report, type Figure } from './figures.ts'
import { usage, type Usage } from './usage.ts'

const perSecond = 20
const forMs = 6000
/** As long as people's messages are. */
const words = 'The blue one is back since this morning.'

type Told = {
  readonly ack: readonly number[]
  readonly all: readonly number[]
  readonly used: Usage
  readonly bytes: number
}
/** One end of a crowd: `say` tells everybody, and the listeners hear how it went. */
type Crowd = { say(by: number, id: string): void; bytes(): number; close(): void }
type Ears = { acked(id: string): void; heard(id: string): void }

const ours = usage()
const server = await startServer({ template: null, env: ours.env })
const bare = usage()
const broadcast = child('bench/broadcast-server.ts', [], [], bare.env)
try {
  const cookies = await Promise.all(
    ['agent1', 'agent2', 'admin'].map(who => sampleCookie(server.url, `${who}@demo.test`))
  )
  const { port } = JSON.parse(await broadcast.line()) as { port: number }
  for (const count of long ? [10, 100, 500] : [10, 100]) {
    const mine = await steady(count, ears => agents(server.url, cookies, count, ears), ours.now)
    const peer = await steady(
      count,
      ears => bareCrowd(`ws://127.0.0.1:${port}`, count, Math.round(mine.bytes), ears),
      bare.now
    )
    report('sync', compared(`${count} clients, ${perSecond} events/s`, count, mine, peer))
  }
} finally {
  await broadcast.kill()
  await server.stop()
}

/** A steady rate, everybody in turn; who is late does not slow the next down. */
async function steady(count: number, gather: (ears: Ears) => Promise<Crowd>, now: () => Usage): Promise<Told> {
  const saidAt = new Map<string, number>()
  const missing = new Map<string, number>()
  const ack: number[] = []
  const all: number[] = []
  const since = (id: string) => performance.now() - (saidAt.get(id) ?? NaN)
  const crowd = await gather({
    acked: id => saidAt.has(id) && ack.push(since(id)),
    heard(id) {
      const left = (missing.get(id) ?? 0) - 1
      missing.set(id, left)
      if (left === 0) all.push(since(id))
    }
  })
  // What the gathering itself costs the server shall be over.
  await after(1500)
  const [before, bytesBefore] = [now(), crowd.bytes()]
  const start = performance.now()
  const times = (perSecond * forMs) / 1000
  for (let i = 0; i < times; i++) {
    await after(Math.max(0, start + (i * 1000) / perSecond - performance.now()))
    const id = randomUUID()
    missing.set(id, count)
    saidAt.set(id, performance.now())
    crowd.say(i % count, id)
  }
  for (let i = 0; all.length < times; i++) {
    if (i > 200) throw new Error(`only ${all.length} of ${times} were seen by all`)
    await after(50)
  }
  await after(300)
  const used = now()
  const bytes = (crowd.bytes() - bytesBefore) / times / count
  crowd.close()
  return { ack, all, bytes, used: { cpuMs: (used.cpuMs - before.cpuMs) / times, bytes: used.bytes } }
}

async function agents(url: string, cookies: readonly string[], count: number, ears: Ears): Promise<Crowd> {
  const devices = await Promise.all(
    Array.from({ length: count }, (_, i) => device(url, cookies[i % cookies.length] ?? '', ears))
  )
  const conversations = (devices[0]?.streams ?? []).filter(one => one.startsWith('conversation/'))
  return {
    say(by, id) {
      const conversation = streamKey(conversations[by % conversations.length] as `${string}/${string}`)
      const command = { type: 'conversation.note', id, at: Date.now(), conversation, text: words }
      devices[by]?.push(command)
    },
    bytes: () => devices.reduce((sum, one) => sum + one.bytes, 0),
    close: () => devices.forEach(one => one.close())
  }
}

async function bareCrowd(url: string, count: number, length: number, { acked, heard }: Ears): Promise<Crowd> {
  const filling = 'x'.repeat(Math.max(0, length - JSON.stringify({ id: randomUUID(), by: 10, filling: '' }).length))
  let bytes = 0
  const sockets = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const socket = new WebSocket(url)
      socket.on('message', (data: Buffer) => {
        bytes += data.length
        const said = JSON.parse(data.toString()) as { id: string; by: number }
        if (said.by === i) acked(said.id)
        heard(said.id)
      })
      await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
      return socket
    })
  )
  return {
    say: (by, id) => sockets[by]?.send(JSON.stringify({ id, by, filling })),
    bytes: () => bytes,
    close: () => sockets.forEach(one => one.terminate())
  }
}

function compared(when: string, count: number, mine: Told, peer: Told): Figure[] {
  const row = (what: string, unit: string, of: (told: Told) => number): Figure => ({
    what,
    when,
    unit,
    value: of(mine),
    peer: { what: 'bare broadcast', value: of(peer) }
  })
  return [
    row('push to ack, p50', 'ms', told => quantile(told.ack, 0.5)),
    row('push to ack, p99', 'ms', told => quantile(told.ack, 0.99)),
    row('push to seen by all, p50', 'ms', told => quantile(told.all, 0.5)),
    row('push to seen by all, p99', 'ms', told => quantile(told.all, 0.99)),
    row("server's CPU per event", 'ms', told => told.used.cpuMs),
    row("server's CPU per event and client", 'µs', told => (told.used.cpuMs / count) * 1000),
    row("server's memory", 'MB', told => told.used.bytes / 2 ** 20),
    row('bytes per event and client', 'B', told => told.bytes)
  ]
}
