import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NotAllowed } from '../../sync-server/public-net/open-address.ts'
import { openSocket } from '../../sync-server/public-net/open-socket.ts'
import { inside } from './inside.ts'

let server: Server
let came: number
const sockets: Socket[] = []
beforeEach(async () => {
  came = 0
  server = createServer(socket => {
    came += 1
    sockets.push(socket)
    socket.end('hello')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  return new Promise(resolve => server.close(resolve))
})
const port = () => (server.address() as AddressInfo).port
const signal = AbortSignal.timeout(60_000)

/** What every name leads to, one answer after the other; the last one stays. */
function names(...answers: readonly (readonly string[])[]) {
  let asked = 0
  const lookup = (_name: string, _options: unknown, done: (error: null, found: object[]) => void) => {
    const found = answers[Math.min(asked++, answers.length - 1)] ?? []
    const told = found.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
    done(null, told)
  }
  return { names: lookup as never, asked: () => asked }
}

test('an address of no public net is not gone to, however it is written', async () => {
  const hosts = inside.flatMap(address => (URL.canParse(address) ? [new URL(address).hostname] : []))
  const written = [...hosts, '127.1', '0x7f000001', '2130706433', '0177.0.0.1', '::1', '::ffff:127.0.0.1', 'localhost']
  const tried = [...new Set(written)].filter(host => host !== '' && host !== 'example.com')
  expect(tried.length).toBeGreaterThan(45)
  for (const host of tried) {
    const bare = host.replace(/^\[|\]$/g, '')
    await expect(openSocket(bare, port(), { trusted: false, signal }), host).rejects.toThrow(NotAllowed)
  }
  expect(came).toBe(0)
})

test('nor a name that leads there, alone or among others', async () => {
  for (const found of [['127.0.0.1'], ['1.1.1.1', '127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['10.0.0.7']]) {
    const how = { trusted: false, signal, names: names(found).names }
    await expect(openSocket('mail.example.com', port(), how), found.join()).rejects.toThrow(NotAllowed)
  }
  expect(came).toBe(0)
})

test('what the operator named is gone to wherever it is', async () => {
  // And by the first thing its name says: what it says a moment later is nothing to us.
  const two = names(['127.0.0.1'], ['10.0.0.7'])
  const socket = await openSocket('mail.lan', port(), { trusted: true, signal, names: two.names })
  const [said] = (await Array.fromAsync(socket)) as Buffer[]
  expect([said?.toString(), two.asked()]).toEqual(['hello', 1])
})

test('who waits no longer opens nothing', async () => {
  const stopped = AbortSignal.abort(new Error('enough'))
  await expect(openSocket('127.0.0.1', port(), { trusted: true, signal: stopped })).rejects.toThrow('enough')
  expect(came).toBe(0)
})
