import { expect, test } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { openSocket, type Wire } from '../../web/sync/socket.ts'

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
    say: (data: string) => wire.onmessage?.call(self, new MessageEvent('message', { data })),
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
