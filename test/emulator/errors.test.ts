import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Phone } from '../../shared/protocol/emulator.ts'
import { castOf } from '../../sync-server/emulator/cast.ts'
import { openEmulator, type Emulator } from '../../sync-server/emulator/emulator.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import type { Doors } from '../../sync-server/emulator/stand-in.ts'
import { sampleAccounts, turnedHere } from '../../sync-server/sample/vendor-accounts.ts'
import { errorKinds } from '../../web/emulator/error-codes.ts'

/** The page says what Daybook does about an error: what the real client makes of each is held against it. */
const means: Readonly<Record<string, string>> = {
  'Daybook tries again by itself': 'deferred',
  'Nobody knows: Daybook asks the agent': 'unknown',
  'The agent is told, nothing is repeated': 'failed',
  'The channel stops, the admin is alarmed': 'stopped'
}

let server: Server
let emulator: Emulator
let doors: Doors
const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const past = {
  recent: () => Promise.resolve([]),
  of: () => Promise.resolve(undefined),
  onReceived: () => () => undefined
}

beforeAll(async () => {
  const known = { name: 'The shop', templates: () => Promise.resolve([]) }
  const cast = castOf(
    sampleAccounts.map(account => ({ ...account, ...known })),
    () => past
  )
  emulator = openEmulator({ cast, origin, logger: pino({ level: 'silent' }) })
  doors = await emulator.listen()
  const app = new Hono()
  app.post('/hooks/*', c => c.text('ok'))
  app.route('/emulator', emulator.routes as unknown as Hono)
  server = serve({ fetch: app.fetch, port: 0 }) as Server
  await new Promise(resolve => server.once('listening', resolve))
})
afterAll(async () => {
  emulator.stop()
  await doors.close()
  server.closeAllConnections()
  server.close()
})

async function post(path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${origin()}/emulator${path}`, { method: 'POST', body: JSON.stringify(body), headers })
  return { status: answer.status, body: (await answer.json()) as unknown }
}

describe.each(sampleAccounts)('$platform', account => {
  const { platform } = account
  const send = async (to: string) => {
    const where = { origin: origin(), ports: doors.ports }
    const secret = turnedHere({ ...account, tenant: 'demo', baseUrl: null }, where)
    const handles = [{ platform, kind: strategyOf(platform).handles[0]!, value: to }]
    const content = { kind: 'text', text: 'hi' } as const
    const signal = AbortSignal.timeout(30_000)
    const attempt = { tries: 0, baseUrl: `${origin()}/emulator/${platform}`, hook: null, signal }
    return platformOf(platform)!.send({ message: crypto.randomUUID(), content, handles, late: false }, secret, attempt)
  }

  test('does of every error what the page says of it', async () => {
    const { id } = (await post('/phones', { platform, name: 'Ana' })).body as Phone
    expect((await post(`/phones/${platform}/${id}/say`, { kind: 'text', text: 'hi' })).status).toBe(201)
    expect((await send(id)).result).toBe('sent')
    const offered = errorKinds(platform).flatMap(({ what, codes }) => codes.map(([code]) => ({ code, what })))
    expect(offered.length).toBeGreaterThan(5)
    for (const { code, what } of offered) {
      expect([code, (await post(`/mood/${platform}`, { error: code })).status]).toEqual([code, 200])
      const { result } = await send(id)
      // Of what fails after it was taken, a status tells; and under a key of its own it is asked again until it is known.
      const isTakenFirst = platform === 'sms' ? code.startsWith('30') : /^(?:bounce|delayed)\//.test(code)
      const isAskedAgain = result === 'unknown' && platformOf(platform)!.onceForMs !== undefined
      const expected = isTakenFirst ? 'sent' : means[what]
      expect([code, isAskedAgain ? 'deferred' : result]).toEqual([code, expected])
    }
    await post(`/mood/${platform}`, { error: null })
    expect((await send(id)).result).toBe('sent')
  })

  test('has the customers of the sample, who can write at once', async () => {
    const state = (await (await fetch(`${origin()}/emulator/state`)).json()) as { phones: Phone[] }
    const there = state.phones.filter(one => one.platform === platform).map(({ id, name }) => ({ id, name }))
    expect(there).toEqual(expect.arrayContaining([...account.customers]))
  })
})
