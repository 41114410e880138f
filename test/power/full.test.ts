// @module-tag long
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { change, hook, sheena, signed, text } from '../platforms/payloads.ts'
import { sampleCookie } from '../server/agent.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { command, connect, type Client } from '../sync/client.ts'

const place = mkdtempSync(join(tmpdir(), 'daybook-full-'))
const full = join(place, 'full')
const preload = new URL('full-disk.ts', import.meta.url).href

let server: RunningServer
let cookie = ''
let device = ''
let told = 0

beforeAll(async () => {
  server = await startServer({ template: null, env: { FULL: full, NODE_OPTIONS: `--import ${preload}` } })
  cookie = await sampleCookie(server.url)
  const first = await connect(server.url, cookie)
  device = first.id
  await first.close()
})
afterAll(async () => {
  await server.stop()
  rmSync(place, { recursive: true })
})
beforeEach(() => disk('roomy'))

/** It is looked at twice a second. */
async function disk(state: 'roomy' | 'almost' | 'full'): Promise<void> {
  writeFileSync(full, state)
  await pause(700)
}

async function call(words = 'hello'): Promise<number> {
  const message = text(`full-${++told}`, words, Math.floor(Date.now() / 1000))
  const letter = signed(hook(change({ contacts: [sheena], messages: [message] })))
  const answer = await fetch(`${server.url}/hooks/whatsapp/demo-whatsapp`, letter).catch((error: unknown) => {
    throw new Error(`nobody answers any more; it said last: ${server.output.slice(-2000)}`, { cause: error })
  })
  return answer.status
}

/** A device that comes back, and has read everything. */
async function comeBack(): Promise<Client> {
  const client = await connect(server.url, cookie, { client: device })
  await client.until(({ frames }) => frames.some(one => one.type === 'snapshot' && one.last), 'the snapshot')
  return client
}

test('a full disk refuses what must be kept and shows all the rest, and takes it when there is room', async () => {
  expect(await call()).toBe(200)
  await disk('almost')
  expect(await call()).toBe(503)
  const client = await comeBack()
  const conversation = client.events.find(({ stream }) => stream.startsWith('conversation/'))?.stream.split('/')[1]
  const note = command({ type: 'conversation.note', conversation, text: 'kept in the outbox' })
  client.say({ type: 'push', items: [{ n: 1, after: null, command: note }] })
  expect(await client.next('bye')).toMatchObject({ reason: 'busy' })
  expect(client.frames.filter(({ type }) => type === 'acks')).toEqual([])

  await disk('roomy')
  expect(await call()).toBe(200)
  const again = await comeBack()
  expect(await again.push(1, note)).toMatchObject([{ n: 1, command: note.id, refusal: null }])
  await again.close()
})

test(
  'a file that cannot grow in the middle of a commit loses nothing, and stops nothing',
  { timeout: 180_000 },
  async () => {
    await disk('full')
    const statuses: number[] = []
    // What has room in its last page still fits; at some letter it does not.
    while (statuses.length < 300 && !statuses.includes(503)) statuses.push(await call('x'.repeat(3000)))
    expect(statuses.at(-1)).toBe(503)
    await (await comeBack()).close()
    await disk('roomy')
    expect(await call()).toBe(200)
    await server.restart()
    const client = await comeBack()
    const kept = client.events.filter(({ fact }) => JSON.stringify(fact).includes('x'.repeat(3000)))
    expect(kept.length).toBeLessThanOrEqual(statuses.filter(status => status === 200).length + 1)
    await client.close()
  }
)
