import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { openSocket, type Wire } from '../../web/sync/socket.ts'
import { until } from './support/until.ts'

function listen() {
  const sent: string[] = []
  const heard: (DownFrame | null)[] = []
  let [closed, ends, opens] = [0, 0, 0]
  const wire: Wire = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send: text => void sent.push(String(text)),
    close: () => void closed++
  }
  const socket = openSocket(wire, {
    onOpen: () => void opens++,
    onFrame: frame => void heard.push(frame),
    onEnd: () => void ends++
  })
  const self = wire as unknown as WebSocket
  return {
    sent,
    heard,
    socket,
    counts: () => ({ opens, closed, ends }),
    open: () => wire.onopen?.call(self, new Event('open')),
    say: (data: string | ArrayBuffer) => wire.onmessage?.call(self, new MessageEvent('message', { data })),
    drop: () => wire.onclose?.call(self, new CloseEvent('close'))
  }
}

test.each(['not json', '{"type":"events","from":1}', '{"type":"unheard-of"}', '[]'])(
  'a frame that says %s is heard as nonsense',
  text => {
    const line = listen()
    line.open()
    line.say(text)
    line.say('{"type":"pong"}')
    expect(line.heard).toEqual([null, { type: 'pong' }])
  }
)

test('a connection that ends is told once, and one that we close not at all', () => {
  const dropped = listen()
  dropped.open()
  const drop = dropped.drop
  drop()
  drop()
  expect(dropped.counts()).toEqual({ opens: 1, closed: 1, ends: 1 })
  const hungUp = listen()
  hungUp.open()
  hungUp.socket.close()
  hungUp.drop()
  hungUp.say('{"type":"pong"}')
  expect(hungUp.counts()).toEqual({ opens: 1, closed: 1, ends: 0 })
  expect(hungUp.heard).toEqual([])
})

const pong = '{"type":"pong"}'
const packedPart = (stream: string) => {
  const text = JSON.stringify({ type: 'part', stream, events: [], complete: true })
  return new Uint8Array(deflateRawSync(text)).buffer
}
const part = (stream: string) => ({ type: 'part', stream, events: [], complete: true })

test('[O1] what comes packed is heard in its turn, and the end after it', async () => {
  const line = listen()
  line.open()
  line.say(packedPart('conversation/a'))
  line.say(pong)
  line.say(packedPart('conversation/b'))
  line.drop()
  expect(line.heard).toEqual([])
  await until(() => line.counts().ends === 1)
  expect(line.heard).toEqual([part('conversation/a'), { type: 'pong' }, part('conversation/b')])
})

test('what was packed and is not whole is nonsense, and what comes after it is heard', async () => {
  const line = listen()
  line.open()
  line.say(packedPart('conversation/a').slice(0, 9))
  line.say(pong)
  await until(() => line.heard.length === 2)
  expect(line.heard).toEqual([null, { type: 'pong' }])
})

test('of a connection that we closed nothing is heard that was still being unpacked', async () => {
  const [closed, open] = [listen(), listen()]
  for (const line of [closed, open]) line.say(packedPart('conversation/a'))
  closed.socket.close()
  await until(() => open.heard.length === 1)
  expect(closed.heard).toEqual([])
})
