import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChatDown, ChatUp } from '../../shared/protocol/webchat.ts'
import { waitMs } from '../../web/webchat/backoff.ts'
import { Connection } from '../../web/webchat/connection.ts'
import { FakeSocket } from './fake-socket.ts'

const welcome: ChatDown = { type: 'welcome', token: null, title: 'Shop', name: null }
const hello: ChatUp = { type: 'hello', token: null, have: 0 }

let sockets: FakeSocket[]
let heard: ChatDown[]
let connection: Connection

beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  heard = []
  connection = new Connection({
    open: () => {
      sockets.push(new FakeSocket())
      return sockets.at(-1)!
    },
    hello: () => hello,
    heard: frame => heard.push(frame),
    chance: () => 0.5
  })
})
afterEach(() => vi.useRealTimers())

function meet(): FakeSocket {
  const socket = sockets.at(-1)!
  socket.opened()
  socket.says(welcome)
  return socket
}

test('it says hello first, and nothing else before it was welcomed', () => {
  connection.begin()
  expect(connection.say({ type: 'ping' })).toBe(false)
  meet()
  expect(connection.state.value).toBe('open')
  expect(connection.say({ type: 'ping' })).toBe(true)
  expect(sockets[0]?.sent).toEqual([hello, { type: 'ping' }])
})

test('[R2] after a cut it comes back by itself, later after every failure, and soon again after a success', () => {
  connection.begin()
  meet().cut()
  expect(connection.state.value).toBe('away')
  for (const attempt of [0, 1, 2]) {
    vi.advanceTimersByTime(waitMs(attempt, 0.5) - 1)
    expect(sockets).toHaveLength(attempt + 1)
    vi.advanceTimersByTime(1)
    expect(sockets).toHaveLength(attempt + 2)
    if (attempt < 2) sockets.at(-1)!.cut()
  }
  meet().cut()
  vi.advanceTimersByTime(waitMs(0, 0.5))
  expect(sockets).toHaveLength(5)
})

test('[R2] the waits are spread over the whole range, from half a second to thirty', () => {
  expect(waitMs(0, 0)).toBe(500)
  expect(waitMs(0, 1)).toBe(1000)
  expect(waitMs(3, 0)).toBe(500)
  expect(waitMs(50, 1)).toBe(30_000)
})

test('a server that falls silent is left, though the socket looks alive', () => {
  connection.begin()
  const socket = meet()
  vi.advanceTimersByTime(20_000)
  expect(socket.sent.at(-1)).toEqual({ type: 'ping' })
  vi.advanceTimersByTime(8_000)
  expect(connection.state.value).toBe('away')
  expect(socket.closed).toBe(true)
})

test('a server that answers the ping is kept', () => {
  connection.begin()
  const socket = meet()
  for (let beat = 0; beat < 5; beat++) {
    vi.advanceTimersByTime(20_000)
    socket.says({ type: 'pong' })
  }
  expect(connection.state.value).toBe('open')
  expect(sockets).toHaveLength(1)
})

test('a socket that never opens is given up', () => {
  connection.begin()
  vi.advanceTimersByTime(8_000)
  expect(connection.state.value).toBe('away')
  expect(sockets[0]?.closed).toBe(true)
})

test('waking up while away tries at once; a socket that was left says nothing any more', () => {
  connection.begin()
  const old = meet()
  old.cut()
  connection.wake()
  expect(sockets).toHaveLength(2)
  old.says({ type: 'pong' })
  expect(heard).toEqual([welcome])
})

test('a server that drains is left for as long as it asks', () => {
  connection.begin()
  meet().says({ type: 'bye', comeBackAfterMs: 5000 })
  vi.advanceTimersByTime(5000 + waitMs(0, 0.5) - 1)
  expect(sockets).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(sockets).toHaveLength(2)
})

test('a frame that this page cannot read ends it, rather than being guessed at', () => {
  connection.begin()
  meet().saysText('{"type":"from-the-future"}')
  expect(connection.state.value).toBe('outdated')
  vi.advanceTimersByTime(60_000)
  expect(sockets).toHaveLength(1)
})

test('an address that says late that there is no such chat ends none that was heard', () => {
  connection.begin()
  meet()
  connection.gone()
  expect(connection.state.value).toBe('open')
  sockets.at(-1)!.cut()
  connection.gone()
  expect(connection.state.value).toBe('away')
})

test('where nobody was ever heard, and there is no such chat, nobody is asked again', () => {
  connection.begin()
  sockets.at(-1)!.cut()
  connection.gone()
  vi.advanceTimersByTime(600_000)
  expect([connection.state.value, sockets.length]).toEqual(['gone', 1])
})
