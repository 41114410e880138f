import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { NotAllowed, openAddress } from '../../sync-server/public-net/open-address.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const signal = AbortSignal.timeout(20_000)
const wordsOf = async (body: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(body)).toString()

test('where the operator said the platform is, is gone to, also when it is this machine', async () => {
  const origin = await serve((request, answer) => answer.end(`for ${request.headers.authorization}`))
  const opened = await openAddress(`${origin}/x`, { trusted: [origin], headers: { authorization: 'me' }, signal })
  expect([opened.status, await wordsOf(opened.body)]).toEqual([200, 'for me'])
})

test('what is on this machine is not, by whatever name', async () => {
  const asked: string[] = []
  const origin = await serve((request, answer) => answer.end(asked.push(request.url ?? '').toString()))
  const { port } = new URL(origin)
  const leadsTo =
    (...addresses: string[]) =>
    (_name: string, _options: unknown, done: (error: null, found: { address: string; family: number }[]) => void) =>
      done(
        null,
        addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
      )
  for (const found of [['127.0.0.1'], ['1.1.1.1', '127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['10.0.0.7']]) {
    const names = leadsTo(...found) as never
    const opening = openAddress('https://files.example.com/x', {
      trusted: ['https://graph.example.com'],
      signal,
      names
    })
    await expect(opening, found.join()).rejects.toThrow(NotAllowed)
  }
  for (const address of [`${origin}/x`, `https://127.0.0.1:${port}/x`, 'https://127.0.0.1/x']) {
    const opening = openAddress(address, { trusted: ['https://graph.example.com'], signal })
    await expect(opening, address).rejects.toThrow(NotAllowed)
  }
  expect(asked).toEqual([])
})

test('a redirect is led through the same door', async () => {
  let to = ''
  const origin = await serve((_, answer) => answer.writeHead(302, { location: to }).end())
  for (to of ['https://169.254.169.254/latest', 'http://127.0.0.1:1/x', 'file:///etc/passwd', 'https://[::1]/']) {
    await expect(openAddress(`${origin}/x`, { trusted: [origin], signal })).rejects.toThrow(NotAllowed)
  }
  to = '/x'
  await expect(openAddress(`${origin}/x`, { trusted: [origin], signal })).rejects.toThrow('on and on')
})

test('a redirect at home is followed', async () => {
  const origin = await serve((request, answer) =>
    request.url === '/x' ? answer.writeHead(302, { location: '/y' }).end() : answer.end(request.url)
  )
  const opened = await openAddress(`${origin}/x`, { trusted: [origin], signal })
  expect([opened.status, await wordsOf(opened.body)]).toEqual([200, '/y'])
})

test('a body that nobody reads, and one that is being read, end with the one who asked and with nobody else', async () => {
  const origin = await serve((_, answer) => answer.writeHead(200).write('beginning'))
  const leaving = new AbortController()
  await openAddress(`${origin}/unread`, { trusted: [origin], signal: leaving.signal })
  const read = await openAddress(`${origin}/read`, { trusted: [origin], signal: leaving.signal })
  const reading = wordsOf(read.body)
  leaving.abort()
  // Anything that nobody caught would fail this run.
  await expect(reading).rejects.toThrow('aborted')
})

test('what is read a while later is whole, also when memory was cleared up in between', async () => {
  setFlagsFromString('--expose-gc')
  const clearUp = runInNewContext('gc') as () => void
  const whole = Buffer.alloc(100_000, 'x')
  const home = await serve((_, answer) => answer.end(whole))
  const { body } = await openAddress(home, { trusted: [home], signal })
  for (let at = 0; at < 20; at++) {
    clearUp()
    await new Promise(resolve => setImmediate(resolve))
  }
  let bytes = 0
  for await (const some of body) bytes += some.length
  expect(bytes).toBe(whole.length)
})
