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
/** What the browser says here when another tab changes what both keep. */
let storageTold: (key: string, newValue: string | null) => void

beforeEach(() => {
  vi.resetModules()
  stored = new Map()
  asked = []
  answers = { '/api/state': { status: 200, body: { founded: true } } }
  me = somebody()
  server = shopFor(me)
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const tab = new EventTarget()
  storageTold = (key, newValue) => void tab.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
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
  return { ...session, ...(await import('../../web/app/sign-in-and-out.ts')) }
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
  answers['/api/sign-in'] = { status: 200, body: '<h1>Welcome!</h1>' }
  expect(await session.signIn('a@b.c', 'x')).toBe('unreachable')
  answers['/api/sign-in'] = { status: 401 }
  expect(await session.signIn('a@b.c', 'x')).toBe('wrong')
  answers['/api/sign-in'] = { status: 429 }
  expect(await session.signIn('a@b.c', 'x')).toBe('too-often')
  answers['/api/sign-in'] = { status: 200 }
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
  answers['/api/sign-in'] = { status: 200 }
  answers['/api/me'] = { status: 200, body: me }
  expect(await session.signIn('a@b.c', 'x')).toBe('in')
  expect(live.threads.all.get('c-1')?.last?.text).toBe('kept')
  expect(live.outbox.value).toHaveLength(1)
})

test('[S2] whoever has left the workspace leaves its conversations too, and what they had not sent stays', async () => {
  const { session, live } = await signedIn()
  server.isUp = false
  const { dispatch } = await import('../../web/app/dispatch.ts')
  await dispatch(reply('kept'))
  answers['/api/me'] = { status: 401, body: { error: 'left' } }
  server.cut()
  await until(() => session.access.value.state === 'signed-out', 'they are out')
  const names = async () => (await indexedDB.databases()).map(({ name }) => name)
  await until(async () => !(await names()).includes(`daybook-past-shop-${me.agent}`), 'nothing is left')
  expect(live.threads.all.size).toBe(0)
  expect(await names()).toContain(`daybook-outbox-shop-${me.agent}`)
  expect(stored.get('daybook-sign-out-owed')).toBe('keep-unsent')
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
    '/api/sign-out': { status: 200 },
    '/api/me': { status: 401 },
    '/api/state': { status: 200, body: { founded: true } }
  }
  expect((await open()).access.value).toEqual({ state: 'signed-out', last: null })
  expect(asked.slice(0, 2)).toEqual(['POST /api/sign-out', 'GET /api/me'])
})

test('a sign-out that broke off is finished before anybody sees anything, also offline', async () => {
  await signedIn()
  const { leaveDevice } = await import('../../web/app/enter-device.ts')
  // The browser was closed when this much had been done.
  await leaveDevice()
  stored.set('daybook-sign-out-owed', 'keep-unsent')
  vi.resetModules()
  answers = {}
  server.isUp = false
  const session = await import('../../web/app/session.ts')
  const states: string[] = []
  session.access.subscribe(({ state }) => void states.push(state))
  await session.openSession()
  expect(states).not.toContain('in')
  expect(session.access.value).toEqual({ state: 'signed-out', last: null })
  const kept = (await indexedDB.databases()).map(({ name }) => name)
  expect(kept).not.toContain(`daybook-past-shop-${me.agent}`)
  expect(kept).toContain(`daybook-outbox-shop-${me.agent}`)
})

test('a hotel that answers for the server has not heard of a sign-out', async () => {
  const { session } = await signedIn()
  answers['/api/sign-out'] = { status: 200, body: '<h1>Welcome!</h1>' }
  await session.signOut({ forgetUnsent: false })
  vi.resetModules()
  // The cookie is as good as before, and the server would let it in.
  delete answers['/api/sign-out']
  expect((await open()).access.value).toEqual({ state: 'signed-out', last: null })
})

test('signing out does not wait for a server that says nothing', async () => {
  const { session } = await signedIn()
  const answering = fetch
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
    path === '/api/me'
      ? new Promise((_, reject) => {
          if (init?.signal?.aborted) return reject(new Error('aborted'))
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
        })
      : answering(path, init)
  )
  answers['/api/sign-out'] = { status: 200 }
  storageTold('daybook-who', JSON.stringify(me))
  await session.signOut({ forgetUnsent: false })
  expect(session.access.value).toMatchObject({ state: 'signed-out' })
})

test('who signs in again in one tab is in again in the others, though it is the same person', async () => {
  const { session } = await signedIn()
  answers['/api/me'] = { status: 401 }
  server.isUp = false
  server.cut()
  await until(() => session.access.value.state === 'signed-out')
  // The other tab: who that is has not changed, so of that no event tells.
  answers['/api/me'] = { status: 200, body: me }
  stored.delete('daybook-sign-in-again')
  storageTold('daybook-sign-in-again', null)
  await until(() => session.access.value.state === 'in')
})

test('who finds somebody else signed in shows nothing of who was here, not for a moment', async () => {
  const { session } = await signedIn()
  const states: string[] = []
  session.access.subscribe(so => void states.push(so.state === 'in' ? so.me.agent : so.state))
  const other = somebody()
  answers['/api/me'] = { status: 200, body: other }
  storageTold('daybook-who', JSON.stringify(other))
  await until(() => states.includes(other.agent))
  expect(states).toEqual([me.agent, 'opening', other.agent])
})
