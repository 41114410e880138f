import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openAttempts } from '../../sync-server/oauth/attempts.ts'
import { providerOf } from '../../sync-server/oauth/provider.ts'

const ana = { tenant: 't', agent: 'ana', session: 's1' }
const google = providerOf({ id: 'google', clientId: 'c', clientSecret: 'hush' })
const redirect = 'https://inbox.example.com/inboxes'
const stateOf = (address: string) => new URL(address).searchParams.get('state') ?? ''

test('what somebody wanted comes back once, to them, in the same session, within ten minutes', () => {
  let clock = 0
  const attempts = openAttempts<string>(() => clock)
  const begin = (wanted: string) => stateOf(attempts.begin(ana, google, redirect, wanted))
  const first = begin('a mailbox')
  for (const other of [{ tenant: 'u' }, { agent: 'bob' }, { session: 's2' }]) {
    expect(attempts.end({ ...ana, ...other }, first)).toBeUndefined()
  }
  expect(attempts.end(ana, 'guessed')).toBeUndefined()
  expect(attempts.end(ana, first)).toMatchObject({ wanted: 'a mailbox', redirect, provider: google })
  expect(attempts.end(ana, first)).toBeUndefined()
  const [soon, late] = [begin('soon'), begin('late')]
  clock += 10 * 60_000
  expect(attempts.end(ana, soon)?.wanted).toBe('soon')
  clock += 1
  expect(attempts.end(ana, late)).toBeUndefined()
})

test('each has a state and a proof of its own, and the address says the digest of the proof only', () => {
  const attempts = openAttempts<string>()
  const addresses = [1, 2].map(() => new URL(attempts.begin(ana, google, redirect, 'x')))
  const words = addresses.map(({ searchParams }) => [searchParams.get('state'), searchParams.get('code_challenge')])
  expect(new Set(words.flat()).size).toBe(4)
  for (const { href, searchParams } of addresses) {
    const { verifier } = attempts.end(ana, searchParams.get('state') ?? '')!
    expect(verifier.length).toBeGreaterThanOrEqual(43)
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(searchParams.get('code_challenge'))
    expect(href).not.toMatch(new RegExp(`${verifier}|hush`))
  }
})

test('where an operator has another address of the provider, its own words stay', () => {
  const own = providerOf({
    id: 'microsoft',
    clientId: 'c',
    clientSecret: 's',
    authorizeUrl: 'https://login.example/a?p=1'
  })
  const address = new URL(openAttempts<string>().begin(ana, own, redirect, 'x'))
  expect([address.origin + address.pathname, address.searchParams.get('p')]).toEqual(['https://login.example/a', '1'])
  expect(address.searchParams.get('scope')).toContain('offline_access')
})

test('no more than a thousand are under way: the oldest begins again', () => {
  const attempts = openAttempts<number>()
  const of = (n: number) => ({ ...ana, agent: `agent-${n}` })
  const states = Array.from({ length: 1001 }, (_, n) => stateOf(attempts.begin(of(n), google, redirect, n)))
  expect(attempts.end(of(0), states[0]!)).toBeUndefined()
  expect([1, 1000].map(n => attempts.end(of(n), states[n]!)?.wanted)).toEqual([1, 1000])
})

test('whoever begins again and again pushes out their own, and nobody else', () => {
  const attempts = openAttempts<number>()
  const bob = { ...ana, tenant: 'u', agent: 'bob' }
  const theirs = stateOf(attempts.begin(bob, google, redirect, 7))
  const states = Array.from({ length: 2000 }, (_, n) => stateOf(attempts.begin(ana, google, redirect, n)))
  expect(attempts.end(bob, theirs)?.wanted).toBe(7)
  expect(attempts.end(ana, states[1989]!)).toBeUndefined()
  expect([1990, 1999].map(n => attempts.end(ana, states[n]!)?.wanted)).toEqual([1990, 1999])
})
