import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Me } from '../../web/app/live.ts'
import { reply, shopFor } from './support/shop.ts'
import { somebody, FakeLocks } from './support/tab.ts'
import { until } from './support/until.ts'
import type { FakeServer } from './support/fake-server.ts'

/** A browser's tab around the session: storage, page events, a network that can be cut. */
let stored: Map<string, string>
let answers: Record<string, { status: number; body?: unknown }>
let asked: string[]
let me: Me
let server: FakeServer

beforeEach(() => {
  vi.resetModules()
  stored = new Map()
  asked = []
  answers = { '/api/state': { status: 200, body: { founded: true } } }
  me = somebody()
  server = shopFor(me)
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const tab = new EventTarget()
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key)
  }
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('document', page)
  vi.stubGlobal('location', { href: 'http://shop.test/inbox' })
  vi.stubGlobal('navigator', { locks: new FakeLocks() })
  vi.stubGlobal('addEventListener', tab.addEventListener.bind(tab))
  vi.stubGlobal('removeEventListener', tab.removeEventListener.bind(tab))
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  vi.stubGlobal('WebSocket', function () {
    return server.dial(me.agent)
  })
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    asked.push(`${init?.method ?? 'GET'} ${path}`)
    const answer = answers[path]
    if (!answer) return Promise.reject(new TypeError('Failed to fetch'))
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {})
    return Promise.resolve(new Response(answer.status === 204 ? null : text, { status: answer.status }))
  })
})
afterEach(async () => {
  const { leaveDevice } = await import('../../web/app/enter-device.ts')
  await leaveDevice()
  vi.unstubAllGlobals()
})

async function open() {
  const session = await import('../../web/app/session.ts')
  await session.openSession()
  return session
}

async function signedIn() {
  answers['/api/me'] = { status: 200, body: me }
  const session = await open()
  const { live } = await import('../../web/app/live.ts')
  await until(() => live.connection.value.state === 'up-to-date')
  return { session, live }
}

test('a new device asks to sign in, and one with no workspace on the server asks to make one', async () => {
  answers['/api/me'] = { status: 401 }
  expect((await open()).access.value).toEqual({ state: 'signed-out', last: null })
  vi.resetModules()
  stored.clear()
  answers['/api/state'] = { status: 200, body: { founded: false } }
  expect((await open()).access.value).toEqual({ state: 'founding' })
})

test('signing in opens the app; wrong words, too many tries and no server are told apart', async () => {
  answers['/api/me'] = { status: 401 }
  const session = await open()
  expect(await session.signIn('a@b.c', 'x')).toBe('unreachable')
  answers['/api/sign-in'] = { status: 401 }
  expect(await session.signIn('a@b.c', 'x')).toBe('wrong')
  answers['/api/sign-in'] = { status: 429 }
  expect(await session.signIn('a@b.c', 'x')).toBe('too-often')
  answers['/api/sign-in'] = { status: 204 }
  answers['/api/me'] = { status: 200, body: me }
  expect(await session.signIn('a@b.c', 'x')).toBe('in')
  expect(session.access.value).toMatchObject({ state: 'in', me })
})

test.each([
  ['no server', undefined],
  ['a server in trouble', { status: 503 }],
  ['a hotel', { status: 200, body: '<h1>Welcome!</h1>' }]
])('whoever was here before works on offline, with %s at the other end', async (_, answer) => {
  stored.set('daybook-who', JSON.stringify(me))
  if (answer) answers['/api/me'] = answer
  server.isUp = false
  const session = await open()
  expect(session.access.value).toMatchObject({ state: 'in', me: { agent: me.agent } })
})

test('a session that ended asks to sign in again, and what was written is still there afterwards', async () => {
  const { session, live } = await signedIn()
  server.isUp = false
  server.cut()
  const { dispatch } = await import('../../web/app/dispatch.ts')
  await dispatch(reply('kept'))
  answers['/api/me'] = { status: 401 }
  await until(() => session.access.value.state === 'signed-out')
  expect(session.access.value).toEqual({ state: 'signed-out', last: { name: 'Ada', tenantName: 'Shop' } })
  answers['/api/sign-in'] = { status: 204 }
  answers['/api/me'] = { status: 200, body: me }
  expect(await session.signIn('a@b.c', 'x')).toBe('in')
  expect(live.threads.all.get('c-1')?.last?.text).toBe('kept')
  expect(live.outbox.value).toHaveLength(1)
})

test('signing out offline is told to the server before anything else, when it is back', async () => {
  const { session, live } = await signedIn()
  answers = {}
  await session.signOut({ forgetUnsent: false })
  expect(session.access.value).toMatchObject({ state: 'signed-out' })
  expect(live.threads.all.size).toBe(0)
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`daybook-past-shop-${me.agent}`)
  vi.resetModules()
  asked = []
  answers = {
    '/api/sign-out': { status: 204 },
    '/api/me': { status: 401 },
    '/api/state': { status: 200, body: { founded: true } }
  }
  expect((await open()).access.value).toEqual({ state: 'signed-out', last: null })
  expect(asked.slice(0, 2)).toEqual(['POST /api/sign-out', 'GET /api/me'])
})
