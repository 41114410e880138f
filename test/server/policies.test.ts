import { afterAll, beforeAll, expect, test } from 'vitest'
import { manual } from '../../shared/routing/content.ts'
import { payloadOf, post } from '../e2e/meta.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { sampleCookie } from './agent.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const policy = { ...manual, method: 'round-robin' }

async function ask(path: string, cookie: string, body?: unknown): Promise<Response> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const headers = { cookie, origin: server.url, 'content-type': 'application/json' }
  return fetch(`${server.url}/api/routing${path}`, { ...init, headers })
}

test('a policy is tried by admins on what really came, and what cannot be tried says why not', async () => {
  const at = Date.now() - 1000
  const message = { id: 'wamid.TRIED', from: '4915550700001', name: 'Ada', text: 'Hello', at }
  expect((await post(server, payloadOf(message))).status).toBe(200)
  const admin = await sampleCookie(server.url, 'admin@demo.test')
  const tried = await (await ask('/dry-run', admin, { inbox: 'demo-whatsapp', policy })).json()
  expect(tried).toMatchObject({ isCut: false, would: { waiting: 0 } })
  expect(JSON.stringify(tried)).toContain('next-in-ring')

  const answers = [
    await ask('/dry-run', await sampleCookie(server.url, 'agent1@demo.test'), { inbox: 'demo-whatsapp', policy }),
    await ask('/dry-run', '', { inbox: 'demo-whatsapp', policy }),
    await ask('/dry-run', admin, { inbox: 'demo-whatsapp', policy: { ...policy, limit: 'many' } }),
    await ask('/dry-run', admin, { inbox: 'demo-whatsapp', policy: manual }),
    await ask('/dry-run', admin, { inbox: 'nobodys', policy })
  ]
  expect(answers.map(answer => answer.status)).toEqual([403, 401, 400, 400, 404])

  const many = await Promise.all([1, 2, 3].map(() => ask('/dry-run', admin, { inbox: 'demo-whatsapp', policy })))
  const statuses = new Set(many.map(answer => answer.status))
  expect(statuses.has(200)).toBe(true)
  expect([...statuses].filter(status => status !== 200 && status !== 409)).toEqual([])
})

test('why nobody has it is told to who works there, and to nobody else', async () => {
  const agent = await sampleCookie(server.url, 'agent1@demo.test')
  expect((await ask('/waits', '')).status).toBe(401)
  expect((await ask('/waits/whatever', '')).status).toBe(401)
  expect((await ask('/waits/never-was', agent)).status).toBe(404)
  expect((await ask(`/waits/${encodeURIComponent('no id')}`, agent)).status).toBe(404)
  expect(await (await ask('/waits', agent)).json()).toEqual({ lines: [] })
})
