import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { gather } from './crowd.ts'
import type { Dialect, Speaker } from './speaker.ts'
import { listening, steadily } from './steady.ts'
import { eventBytes, eventsIn, eventText, tally } from './tally.ts'

const clients = 5
const work = { perSecond: 100, forMs: 200, patienceMs: 3000 }
const used = { cpuMs: 0, bytes: 0 }

/** Said to be ready as soon as anything comes; then plain words, from everybody to everybody. */
const plain: Dialect = {
  path: '/',
  headers: {},
  words: eventBytes,
  mostTogether: 1,
  sign: null,
  speaker() {
    let isReady = false
    return {
      hello: () => ['hello'],
      hear() {
        isReady = true
        return []
      },
      get isUsable() {
        return isReady
      },
      get isReady() {
        return isReady
      },
      held: null,
      say: texts => texts.join('')
    }
  }
}

/** Broadcasts; `sends` says how often this event goes to this one of those who did not say it. */
async function server(
  sends: (event: number, other: number) => number
): Promise<{ url: string; cut(client: number): void }> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const all: WebSocket[] = []
  let first = 0
  sockets.on('connection', socket => {
    all.push(socket)
    socket.on('message', data => {
      const text = String(data)
      if (text === 'hello') return socket.send('welcome')
      eventsIn(Buffer.from(text), event => {
        first ||= event
        const others = all.filter(one => one !== socket && one.readyState === one.OPEN)
        others.forEach((one, other) => {
          for (let i = 0; i < sends(event - first, other); i++) one.send(text)
        })
      })
    })
  })
  await new Promise(resolve => sockets.on('listening', resolve))
  onTestFinished(() => {
    for (const one of all) one.terminate()
    sockets.close()
  })
  return {
    url: `ws://127.0.0.1:${(sockets.address() as { port: number }).port}`,
    cut: client => all[client]?.terminate()
  }
}

async function measured(sends: (event: number, other: number) => number) {
  const heard = await listening({ ...(await server(sends)), dialect: plain }, clients)
  onTestFinished(() => heard.crowd.close())
  return steadily({ used }, heard, work)
}

test('the benchmark counts every event at every client but its author', async () => {
  const told = await measured(() => 1)
  expect(told.missing).toBe(0)
  expect(told.took).toHaveLength(20)
  // All but its author get it.
  expect(told.bytes).toBeGreaterThan((eventBytes * (clients - 1)) / clients)
})

test('the benchmark sees one delivery of one event that is left out', { tags: 'long' }, async () => {
  const told = await measured((event, other) => (event === 7 && other === 2 ? 0 : 1))
  expect(told.missing).toBe(1)
  expect(told.took).toHaveLength(19)
})

test(
  'the benchmark does not take an event that comes twice to one for having come to another',
  { tags: 'long' },
  async () => {
    const told = await measured((event, other) => (event === 7 ? ([2, 0][other] ?? 1) : 1))
    expect(told.missing).toBe(1)
    expect(told.took).toHaveLength(19)
  }
)

test('the benchmark does not go on with fewer clients than it says', async () => {
  const { url, cut } = await server(() => 1)
  const crowd = await gather(url, plain, clients)
  onTestFinished(() => crowd.close())
  crowd.demandWhole()
  cut(1)
  await vi.waitFor(() => expect(() => crowd.demandWhole()).toThrow(`1 of ${clients} were thrown out`))
})

test('an event is told of from when it was due, not from when it was said', () => {
  let now = 1000
  const heard = tally(2, () => now)
  const event = heard.said(0, 400)
  now = 1250
  heard.heard(1, Buffer.from(`around ${eventText(event)} it`))
  expect(heard.complete).toEqual([850])
})

test('an event has as many bytes as it says, and is found in the middle of others', () => {
  expect(Buffer.byteLength(eventText(12))).toBe(eventBytes)
  const found: number[] = []
  eventsIn(Buffer.from(`{"a":"${eventText(12)}","b":"${eventText(13)}"}`), event => found.push(event))
  expect(found).toEqual([12, 13])
})

test('who comes back is who they were, each of them', async () => {
  const { url } = await server(() => 1)
  let made = 0
  const named = (name: string, seq: number): Speaker =>
    Object.defineProperties(plain.speaker(null), {
      held: { value: { seq, text: name } },
      again: { value: () => named(name, seq + 1) }
    })
  const known: Dialect = { ...plain, speaker: () => named(`device ${made++}`, 1) }
  const before = await gather(url, known, 3)
  before.close()
  const after = await gather(url, known, 3, { again: before })
  after.close()
  expect(after.members.map(one => one.speaker.held)).toEqual(
    ['device 0', 'device 1', 'device 2'].map(text => ({ seq: 2, text }))
  )
})
