import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inflateRawSync } from 'node:zlib'
import { WebSocket, WebSocketServer } from 'ws'
import { atTheWire } from '../../sync-server/sync/at-the-wire.ts'
import { ofText } from '../../sync-server/sync/engine/outgoing.ts'
import { wireOver } from '../../sync-server/sync/socket-wire.ts'
import type { Wire } from '../../sync-server/sync/wire.ts'

let sockets: WebSocketServer
beforeAll(async () => {
  sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise(resolve => sockets.once('listening', resolve))
})
afterAll(() => {
  for (const socket of sockets.clients) socket.terminate()
  sockets.close()
})

/** Our end of a socket, and theirs. */
async function connected(unpacks = false): Promise<{ readonly wire: Wire; readonly device: WebSocket }> {
  const ours = new Promise<Wire>(resolve =>
    sockets.once('connection', (socket, { socket: connection }) => resolve(wireOver(socket, connection, unpacks)))
  )
  const device = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`)
  await new Promise(resolve => device.once('open', resolve))
  return { wire: await ours, device }
}

test('[F1] of a socket that takes nothing it is known how much waits, and heard when that has gone', async () => {
  const { wire, device } = await connected()
  device.pause()
  const frame = ofText('x'.repeat(100_000))
  for (let i = 0; i < 1000 && wire.waiting() < 2 ** 20; i++) wire.send(frame)
  expect(wire.waiting()).toBeGreaterThan(2 ** 20)
  const taken = new Promise<void>(resolve => wire.onTaken(resolve))
  device.resume()
  await taken
  expect(wire.waiting()).toBe(0)
})

test('[F1] who begins to wait for room where all was taken meanwhile hears of it at once', async () => {
  const { wire } = await connected()
  const heard: string[] = []
  const carryOut = atTheWire(wire, ({ type }) => heard.push(type))
  carryOut({ type: 'send', frame: ofText('x'.repeat(1000)) })
  expect(wire.waiting()).toBe(0)
  carryOut({ type: 'await-room', bytes: 100 })
  expect(heard).toEqual(['room'])
})

test('what goes to many comes whole to each, however long it is', async () => {
  const frames = [1, 125, 126, 65_535, 65_536, 200_000].map(length => ofText('é'.repeat(length)))
  const devices = [await connected(), await connected()]
  const heard = devices.map(async ({ device }) => {
    const texts: string[] = []
    return new Promise<readonly string[]>(resolve =>
      device.on('message', data => texts.push(String(data)) === frames.length && resolve(texts))
    )
  })
  for (const frame of frames) for (const { wire } of devices) wire.send(frame)
  for (const texts of await Promise.all(heard)) expect(texts).toEqual(frames.map(({ text }) => text))
})

test('[V1] what is long comes packed to a device that can unpack, and as text to every other', async () => {
  const frames = [100, 10_000, 400_000].map(length => ofText('what was said '.repeat(length).slice(0, length)))
  const devices = [await connected(true), await connected(true), await connected(false)]
  const heard = devices.map(async ({ device }) => {
    const messages: { readonly text: string; readonly bytes: number; readonly isBinary: boolean }[] = []
    return new Promise<typeof messages>(resolve =>
      device.on('message', (data: Buffer, isBinary) => {
        const text = String(isBinary ? inflateRawSync(data) : data)
        if (messages.push({ text, bytes: data.length, isBinary }) === frames.length) resolve(messages)
      })
    )
  })
  for (const frame of frames) for (const { wire } of devices) wire.send(frame)
  const [first, second, older] = await Promise.all(heard)
  for (const got of [first, second, older]) expect(got?.map(({ text }) => text)).toEqual(frames.map(({ text }) => text))
  for (const got of [first, second]) expect(got?.map(({ isBinary }) => isBinary)).toEqual([false, true, true])
  expect(first?.at(-1)?.bytes).toBeLessThan(400_000 / 5)
  expect(older?.some(({ isBinary }) => isBinary)).toBe(false)
})
