import { expect, test } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { backoffMs } from '../../web/sync/backoff.ts'
import { openSocket, type Wire } from '../../web/sync/socket.ts'
import { until } from './support/until.ts'

test('[R2] the wait before the next try has full jitter, from half a second to thirty', () => {
  const waits = (random: number) => Array.from({ length: 40 }, (_, attempt) => backoffMs(attempt, random))
  expect(new Set(waits(0))).toEqual(new Set([500]))
  expect(waits(1).slice(0, 4)).toEqual([750, 1125, 1688, 2531])
  expect(waits(1).at(-1)).toBe(30_000)
  expect(waits(0.999).every(wait => wait >= 500 && wait <= 30_000)).toBe(true)
})

function listen(patience = { pingAfterMs: 20, deadAfterMs: 30 }) {
  const sent: string[] = []
  const heard: DownFrame[] = []
  const ends: number[] = []
  let closed = 0
  const wire: Wire = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send: text => void sent.push(String(text)),
    close: () => void closed++
  }
  const started = Date.now()
  const ears = {
    onOpen: () => undefined,
    onFrame: (frame: DownFrame) => void heard.push(frame),
    onEnd: () => void ends.push(Date.now() - started)
  }
  const socket = openSocket(wire, ears, patience)
  const self = wire as unknown as WebSocket
  return {
    sent,
    heard,
    ends,
    socket,
    closed: () => closed,
    open: () => wire.onopen?.call(self, new Event('open')),
    say: (data: string) => wire.onmessage?.call(self, new MessageEvent('message', { data }))
  }
}

test('a socket that never opens is given up', async () => {
  const line = listen()
  await until(() => line.ends.length === 1)
  expect([line.closed(), line.sent]).toEqual([1, []])
})

test('a silent socket is asked for a sign of life, and without one it is dead', async () => {
  const line = listen()
  line.open()
  await until(() => line.sent.length === 1)
  expect(line.sent).toEqual(['{"type":"ping"}'])
  line.say('{"type":"pong"}')
  await until(() => line.sent.length === 2)
  expect(line.ends).toEqual([])
  await until(() => line.ends.length === 1)
  expect(line.heard).toEqual([{ type: 'pong' }])
})

test.each(['not json', '{"type":"events","from":1}', '{"type":"unheard-of"}', '[]'])(
  'a frame that says %s ends the socket and is never handed on',
  text => {
    const line = listen()
    line.open()
    line.say(text)
    line.say('{"type":"pong"}')
    expect([line.heard, line.ends.length, line.closed()]).toEqual([[], 1, 1])
  }
)
