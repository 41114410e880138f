import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleAccounts } from '../../sync-server/sample/vendor-accounts.ts'
import { daybookProcess } from '../cli/daybook.ts'
import { foundingKeyOf, freePort, runServer, startServer, type RunningServer } from '../support/server.ts'
import { connect } from '../sync/client.ts'
import { sampleAgent, sampleCookie } from './agent.ts'

const startingMs = 90_000

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
}, startingMs)
afterAll(() => server.stop())

type Line = {
  tenant: string
  seq: number
  day: string
  stream: string
  version: number
  fact: { type: string; cause: string }
}

const counted = async () => {
  const { out } = await operator('tenants')
  expect(out).toMatch(/^demo\tInk & Paper\t\d+ events\n$/)
  return Number(out.split('\t')[2]?.split(' ')[0])
}

const operator = (...args: readonly string[]) => daybookProcess({ DATA_DIR: server.dataDir }, ...args)

const exported = async () =>
  (await operator('export', '--tenant', 'demo')).out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Line)

test('the first start prints addresses and sign-ins, and the sample is there', async () => {
  expect(server.output).toContain(`http://localhost:${server.port}/chat/demo-webchat`)
  expect(server.output).toContain('agent1@demo.test')
  const ada = await sampleAgent(server.url)
  await ada.until(one => one.frames.some(frame => frame.type === 'snapshot' && frame.last), 'the snapshot')
  const streams = ada.frames.flatMap(frame => (frame.type === 'snapshot' ? frame.streams : []))
  const ofKind = (kind: string) => streams.filter(one => one.stream.startsWith(`${kind}/`)).length
  expect(ofKind('conversation')).toBeGreaterThanOrEqual(30)
  // Two chats of our own, and one on every platform that is played.
  expect([ofKind('inbox'), ofKind('agent'), ofKind('tenant')]).toEqual([2 + sampleAccounts.length, 3, 1])
  expect(ofKind('contact')).toBe(ofKind('conversation'))
  await ada.close()
})

test(
  'export is complete and in order, while the server runs and after it has stopped',
  { tags: 'long', timeout: startingMs },
  async () => {
    // The sample goes on by itself: its picture is fetched, an answer is late. So more may be there a moment later.
    const [atLeast, running, atMost] = [await counted(), await exported(), await counted()]
    expect(running.length).toBeGreaterThanOrEqual(atLeast)
    expect(running.length).toBeLessThanOrEqual(atMost)
    expect(running.map(line => line.seq)).toEqual(running.map((_, i) => i + 1))
    const versions = new Map<string, number>()
    for (const line of running) {
      expect(line).toMatchObject({ tenant: 'demo', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
      expect(line.version).toBe((versions.get(line.stream) ?? 0) + 1)
      versions.set(line.stream, line.version)
    }
    expect((await stat(join(server.dataDir, 'operator.json'))).mode & 0o777).toBe(0o600)

    await server.kill('SIGTERM')
    const stopped = await exported()
    expect(stopped.slice(0, running.length)).toEqual(running)
    expect(await counted()).toBe(stopped.length)
    const added = await operator(
      'users',
      'add',
      '--tenant',
      'demo',
      '--email',
      'new@demo.test',
      '--name',
      'New',
      '--inbox',
      'demo-webchat'
    )
    expect([added.code, added.out]).toEqual([
      0,
      expect.stringMatching(/can sign in as new@demo\.test\. Password: \S{16}/)
    ])
    await server.restart()
    const again = await operator('users', 'add', '--tenant', 'demo', '--email', 'new@demo.test', '--name', 'Newer')
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('new@demo.test signs in already')])
    const lost = ['users', 'add', '--tenant', 'demo', '--email', 'x@demo.test', '--name', 'X', '--inbox', 'no-inbox']
    expect((await operator(...lost)).err).toContain('There is no inbox no-inbox')
    const nowhere = await operator('export', '--tenant', 'nowhere')
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('no workspace nowhere')])
    expect((await fetch(`${server.url}/operator/tenants`)).status).toBe(404)
  }
)

test('who cannot get in comes to a new password with a link from the command line', async () => {
  const linked = await operator('users', 'link', '--tenant', 'demo', '--email', 'admin@demo.test')
  expect([linked.code, linked.out]).toEqual([
    0,
    expect.stringMatching(/^http:\/\/localhost:\d+\/join#[\w-]{43}\nGood once, until /)
  ])
  const headers = { 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    fetch(`${server.url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const password = 'another long password'
  const token = /#(\S+)/.exec(linked.out)?.[1]
  expect((await post('/invitation/accept', { token, password })).status).toBe(200)
  expect((await post('/sign-in', { email: 'admin@demo.test', password })).status).toBe(200)
  const unknown = await operator('users', 'link', '--tenant', 'demo', '--email', 'nobody@demo.test')
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('Nobody in demo signs in as nobody@')])
})

test('a second process on the same directory ends with one sentence, also on another port', async () => {
  const { code, output } = await runServer({ port: await freePort(), dataDir: server.dataDir })
  expect(code).toBe(1)
  expect(output.trim().split('\n')).toHaveLength(1)
  expect(output).toContain(`${server.dataDir} is already in use by another Daybook process`)
})

test('a taken port, a bad setting and an unwritable directory end with one sentence each', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'daybook-test-'))
  const file = join(elsewhere, 'file')
  await writeFile(file, '')
  const runs = await Promise.all([
    runServer({ port: server.port, dataDir: join(elsewhere, 'a') }),
    runServer({ port: 99_999, dataDir: join(elsewhere, 'b') }),
    runServer({ port: await freePort(), dataDir: join(file, 'c') }),
    runServer({ port: await freePort(), dataDir: join(elsewhere, 'd'), args: ['--emtpy'] })
  ])
  expect(runs.map(run => run.code)).toEqual([1, 1, 1, 1])
  const sentences = [`Port ${server.port} is taken`, 'PORT must be a port number', 'cannot be written to', '--emtpy']
  for (const [i, { output }] of runs.entries()) {
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain(sentences[i])
  }
  await rm(elsewhere, { recursive: true })
})

test(
  'a stopping server says goodbye, answers 503, and ends with 0',
  async () => {
    const ada = await sampleAgent(server.url)
    const health = await fetch(`${server.url}/healthz`)
    expect([health.status, await health.json()]).toMatchObject([200, { status: 'ok' }])
    const ended = server.kill('SIGTERM')
    expect(await ada.next('bye')).toMatchObject({ reason: 'draining' })
    expect(await ended).toBe(0)
    await server.restart()
  },
  startingMs
)

test(
  'a stopping server answers 503 as long as something is still in its hands',
  async () => {
    const cookie = await sampleCookie(server.url)
    const watching = await connect(server.url, cookie)
    const begun = await beginRequest(server.port)
    // Whoever answers this has read the beginning of the other.
    await fetch(`${server.url}/healthz`)
    const ended = server.kill('SIGTERM')
    await watching.next('bye')
    expect(await begun.finish()).toMatch(/^HTTP\/1\.1 503[\s\S]*"status":"draining"/)
    expect(await ended).toBe(0)
    await server.restart()
  },
  startingMs
)

test('every answer carries the headers that keep other sites out', async () => {
  const response = await fetch(`${server.url}/api/state`)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('an address or a body that makes no sense is the sender’s fault, and says so', async () => {
  const signIn = { method: 'POST', headers: { 'content-type': 'application/json' }, body: `"${'x'.repeat(20_000)}"` }
  const requests: [string, RequestInit?][] = [
    ['/hooks/whatsapp/%00'],
    ['/hooks/whatsapp/%00', { method: 'POST', body: '{}' }],
    ['/chat/%00/socket'],
    ['/api/sign-in', signIn]
  ]
  const answers = await Promise.all(requests.map(([path, init]) => fetch(server.url + path, init)))
  expect(answers.map(answer => answer.status)).toEqual([404, 404, 404, 413])
})

test(
  'with --empty whoever has the printed link creates the workspace, once, however many try, and nobody else does',
  async () => {
    const empty = await startServer({ args: ['--empty'] })
    try {
      const post = (path: string, body: unknown) =>
        fetch(`${empty.url}/api${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body)
        })
      expect(empty.output).toContain('no workspace yet')
      expect(await (await fetch(`${empty.url}/api/state`)).json()).toEqual({ founded: false })
      expect((await post('/found', { workspace: 'W', name: 'N', email: 'a@b.test', password: 'short' })).status).toBe(
        400
      )
      const founds = (name: string, key?: string) =>
        post('/found', { key, workspace: `Firm ${name}`, name, email: `${name}@firm.test`, password: 'long enough' })
      const earlier = foundingKeyOf(empty)
      await empty.restart()
      const key = foundingKeyOf(empty)
      for (const wrong of [undefined, '', key.slice(1), earlier]) {
        const stranger = await founds('nobody', wrong)
        expect([stranger.status, await stranger.json()]).toEqual([401, { error: 'wrong-link' }])
      }
      expect(await (await fetch(`${empty.url}/api/state`)).json()).toEqual({ founded: false })
      const answers = await Promise.all(['one', 'two', 'three'].map(name => founds(name, key)))
      expect(answers.map(answer => answer.status).sort((a, b) => a - b)).toEqual([200, 403, 403])
      const winner = answers.find(answer => answer.ok)!
      const me = (await winner.json()) as { role: string; name: string; tenantName: string }
      expect(me).toMatchObject({ role: 'admin', tenantName: `Firm ${me.name}` })
      const cookie = winner.headers.get('set-cookie')!.split(';')[0]!
      const admin = await connect(empty.url, cookie)
      await admin.until(one => one.frames.some(frame => frame.type === 'snapshot' && frame.last), 'the snapshot')
      expect((await founds('late', key)).status).toBe(403)
      await empty.restart()
      // A link that opens nothing any more is not printed.
      expect(foundingKeyOf(empty)).toBe(key)
      expect(await (await fetch(`${empty.url}/api/state`)).json()).toEqual({ founded: true })
      expect((await fetch(`${empty.url}/api/me`, { headers: { cookie } })).status).toBe(200)
      expect((await fetch(`${empty.url}/emulator/state`)).status).toBe(404)
    } finally {
      await empty.stop()
    }
  },
  startingMs
)

/** A request that was begun keeps its connection open while the server drains. */
async function beginRequest(port: number) {
  const socket = dial(port, '127.0.0.1')
  await new Promise<void>(resolve => socket.once('connect', resolve))
  socket.write('GET /healthz HTTP/1.1\r\n')
  return {
    async finish() {
      socket.write('Host: x\r\nConnection: close\r\n\r\n')
      let text = ''
      for await (const some of socket) text += String(some)
      return text
    }
  }
}
