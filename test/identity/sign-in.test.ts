import { verify } from '@node-rs/argon2'
import { expect, test, vi } from 'vitest'
import { connect } from '../sync/client.ts'
import { firm, house, password, signIn } from '../sync/house.ts'

// The real one, watched: a clock on a busy machine cannot tell a decoy from none.
vi.mock('@node-rs/argon2', { spy: true })

const daybook = house()
let addresses = 0

function ask(path: string, init: { body?: unknown; cookie?: string; origin?: string; from?: string } = {}) {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-forwarded-for': init.from ?? `10.1.0.${++addresses}`,
    ...(init.cookie && { cookie: init.cookie }),
    ...(init.origin && { origin: init.origin })
  }
  const post = init.body === undefined ? {} : { method: 'POST', body: JSON.stringify(init.body) }
  return fetch(`${daybook.url}/api${path}`, { headers, ...post })
}

test('who signs in gets a cookie that no script can read, and is told who they are', async () => {
  const { tenant } = await firm(daybook)
  const response = await ask('/sign-in', { body: { email: `ADA.${tenant}@firm.test `, password } })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ tenant, tenantName: tenant, agent: 'ada', name: 'ada', role: 'agent' })
  const cookie = response.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^daybook_session=[\w-]{43};/)
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  expect(cookie).toMatch(/Max-Age=2592000/)
  const me = await ask('/me', { cookie: cookie.split(';')[0]! })
  expect(await me.json()).toMatchObject({ agent: 'ada', tenant })
  expect((await ask('/me')).status).toBe(401)
  expect((await ask('/me', { cookie: 'daybook_session=nonsense' })).status).toBe(401)
})

test('whoever has left is told that, and not only that they are signed out', async () => {
  const { tenant, tell } = await firm(daybook)
  const signedIn = await ask('/sign-in', { body: { email: `ada.${tenant}@firm.test`, password } })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  await tell({ type: 'agent.leave', agent: 'ada' })
  const me = await ask('/me', { cookie })
  expect([me.status, await me.json()]).toEqual([401, { error: 'left' }])
  const strange = await ask('/me', { cookie: 'daybook_session=nonsense' })
  expect([strange.status, await strange.json()]).toEqual([401, { error: 'signed-out' }])
})

test('the database holds no token that opens anything', async () => {
  const { tenant } = await firm(daybook)
  const cookie = await signIn(daybook.url, `ada.${tenant}@firm.test`)
  const token = cookie.split('=')[1]!
  const rows = await daybook.core.sql.everywhere.query('select * from sign_in where tenant = $1', [tenant])
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(token)
  const credentials = await daybook.core.sql.everywhere.query<{ hash: string }>(
    'select hash from credential where tenant = $1',
    [tenant]
  )
  expect(credentials.every(row => row.hash.startsWith('$argon2id$'))).toBe(true)
})

test('a wrong password and an unknown address are the same answer, and cost the same work', async () => {
  const { tenant } = await firm(daybook)
  const guess = async (email: string) => {
    vi.mocked(verify).mockClear()
    const response = await ask('/sign-in', { body: { email, password: 'not the password' } })
    // Of each hash only how dear it is to try: algorithm, memory, passes, lanes.
    const tried = vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split('$').slice(1, 4))
    return { status: response.status, text: await response.text(), tried }
  }
  const known = await guess(`ada.${tenant}@firm.test`)
  expect(known).toEqual({
    status: 401,
    text: '{"error":"wrong-email-or-password"}',
    tried: [['argon2id', 'v=19', 'm=19456,t=2,p=1']]
  })
  expect(await guess('nobody@nowhere.test')).toEqual(known)
})

test('who guesses has to wait, and is told how long; a colleague elsewhere is not held up', async () => {
  const { tenant } = await firm(daybook)
  const email = `ada.${tenant}@firm.test`
  const guess = (words: string, from: string) => ask('/sign-in', { body: { email, password: words }, from })
  const statuses: number[] = []
  for (let i = 0; i < 6; i++) statuses.push((await guess(`guess ${i}`, '10.2.0.1')).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  const right = await guess(password, '10.2.0.1')
  expect(right.status).toBe(429)
  expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await guess(password, '10.2.0.2')).status).toBe(200)
})

test('who presses on while they have to wait holds up nobody else in the house', async () => {
  const { tenant } = await firm(daybook)
  const presses = (who: string, words: string) =>
    ask('/sign-in', { body: { email: `${who}.${tenant}@firm.test`, password: words }, from: '10.2.0.4' })
  for (let i = 0; i < 40; i++) await presses('ada', `forgotten ${i}`)
  expect((await presses('ada', password)).status).toBe(429)
  expect((await presses('bea', password)).status).toBe(200)
})

test('guesses made at the same moment all count', async () => {
  const { tenant } = await firm(daybook)
  const email = `bea.${tenant}@firm.test`
  const began = performance.now()
  const guesses = Array.from({ length: 12 }, (_, i) =>
    ask('/sign-in', { body: { email, password: `guess ${i}` }, from: '10.2.0.3' })
  )
  const statuses = (await Promise.all(guesses)).map(response => response.status)
  // On a slow machine "the same moment" takes seconds: the sixth has waited its second by then, the seventh three.
  const waited = Math.floor(Math.log2(1 + (performance.now() - began) / 1000))
  const [tried, held] = [401, 429].map(code => statuses.filter(status => status === code).length)
  expect((tried ?? 0) + (held ?? 0)).toBe(12)
  expect(tried).toBeGreaterThanOrEqual(5)
  expect(tried).toBeLessThanOrEqual(5 + waited)
})

test('who signs out is out everywhere that cookie was: the socket is closed at once', async () => {
  const { tenant } = await firm(daybook)
  const email = `ada.${tenant}@firm.test`
  const [cookie, other] = [await signIn(daybook.url, email), await signIn(daybook.url, email)]
  const [here, elsewhere] = await Promise.all([connect(daybook.url, cookie), connect(daybook.url, other)])
  expect((await ask('/sign-out', { body: {}, cookie, origin: daybook.url })).status).toBe(200)
  expect((await here.next('bye')).reason).toBe('signed-out')
  await here.until(one => one.isClosed, 'the end')
  expect((await ask('/me', { cookie })).status).toBe(401)
  await expect(connect(daybook.url, cookie)).rejects.toThrow('refused with 401')
  elsewhere.say({ type: 'ping' })
  await elsewhere.next('pong')
})

test('a page of somebody else can neither change anything nor open a socket', async () => {
  const { tenant } = await firm(daybook)
  const email = `ada.${tenant}@firm.test`
  const cookie = await signIn(daybook.url, email)
  const foreign = ['https://evil.test', `${daybook.url}.evil.test`, 'null', daybook.url.replace(/\d+$/, '1')]
  for (const origin of foreign) {
    expect((await ask('/sign-out', { body: {}, cookie, origin })).status).toBe(403)
    expect((await ask('/sign-in', { body: { email, password }, origin })).status).toBe(403)
    await expect(connect(daybook.url, cookie, { origin })).rejects.toThrow('refused with 403')
  }
  await expect(connect(daybook.url, cookie, { origin: undefined })).rejects.toThrow('refused with 403')
  expect((await ask('/me', { cookie })).status).toBe(200)
  await expect(connect(daybook.url, '')).rejects.toThrow('refused with 401')
})

test('a sign-in ends thirty days after the last visit', async () => {
  const { tenant } = await firm(daybook)
  const cookie = await signIn(daybook.url, `ada.${tenant}@firm.test`)
  const set = (at: number) =>
    daybook.core.sql.everywhere.query('update sign_in set expires_at = $1 where tenant = $2', [at, tenant])
  const expiry = async () => {
    const [row] = await daybook.core.sql.everywhere.query<{ at: number }>(
      'select expires_at as at from sign_in where tenant = $1',
      [tenant]
    )
    return row!.at
  }
  await set(Date.now() + 60_000)
  expect((await ask('/me', { cookie })).status).toBe(200)
  expect(await expiry()).toBeGreaterThan(Date.now() + 29 * 86_400_000)
  await set(Date.now() - 1)
  expect((await ask('/me', { cookie })).status).toBe(401)
})

test('where there is a workspace, nobody founds another', async () => {
  await firm(daybook)
  expect(await (await ask('/state')).json()).toEqual({ founded: true })
  const body = { workspace: 'Mine', name: 'Eve', email: 'eve@evil.test', password: 'long enough' }
  expect((await ask('/found', { body })).status).toBe(403)
  expect((await ask('/sign-in', { body: { email: body.email, password: body.password } })).status).toBe(401)
})

test('an address signs in to one workspace only', async () => {
  const { tenant } = await firm(daybook)
  const other = await firm(daybook)
  const newcomer = {
    name: 'Eve',
    email: `ada.${tenant}@firm.test`,
    role: 'admin' as const,
    password: 'another password'
  }
  expect(await daybook.core.door.join(other.tenant, newcomer)).toBe('taken')
  expect((await ask('/sign-in', { body: { email: newcomer.email, password } })).status).toBe(200)
})
