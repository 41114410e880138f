import { effect } from '@preact/signals'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Me } from '../../web/app/live.ts'
import { daybook, sampleData, scratch } from '../cli/daybook.ts'
import { sampleAgent, sampleCookie } from '../server/agent.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { closeTabs } from '../web/support/tab.ts'
import { until } from '../web/support/until.ts'
import { command, type Client } from './client.ts'
import { realDevice, whoAmI, type RealDevice } from './real-device.ts'

const places = scratch()
const patienceMs = 120_000
const colleague = 'agent2@demo.test'
let sample: string
let server: RunningServer

beforeAll(async () => {
  sample = places.empty()
  sampleData(sample)
}, 300_000)
afterEach(async () => {
  await closeTabs()
  await server.stop()
})

/** A server on a copy of the sample, and Ada's device, up to date. */
async function begin(): Promise<{ ada: RealDevice; conversation: string }> {
  server = await startServer({ dataDir: places.copyOf(sample) })
  const cookie = await sampleCookie(server.url)
  const me: Me = await whoAmI(server.url, cookie)
  const ada = await realDevice(me)
  await ada.goOnline(server.url, cookie)
  const [conversation = ''] = ada.live.threads.all.keys()
  return { ada, conversation }
}

async function write(ada: RealDevice, conversation: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const written = await ada.device.dispatch({ type: 'conversation.note', conversation, text })
    expect(written.accepted).toBe(true)
  }
  await ada.drained()
}

/** The server dies, and another one stands at its address, over these data. */
async function comesBackWith(dataDir: string): Promise<void> {
  const { port } = server
  await server.kill()
  server = await startServer({ dataDir, port })
}

const isWhole = (client: Client) => client.frames.some(frame => frame.type === 'snapshot' && frame.last)

type Noted = { readonly type: string; readonly text?: string }
const notes = (facts: readonly unknown[], of: readonly string[]) =>
  (facts as readonly Noted[]).flatMap(({ type, text = '' }) =>
    type === 'conversation.noted' && of.includes(text) ? [text] : []
  )

/** A device that knows nothing and says nothing: what it hears is the truth. */
async function witness(): Promise<{ notes(of: readonly string[]): string[]; close(): Promise<void> }> {
  const client: Client = await sampleAgent(server.url)
  await until(() => isWhole(client), 'the snapshot', patienceMs)
  return {
    notes: of =>
      notes(
        client.events.map(event => event.fact),
        of
      ),
    close: () => client.close()
  }
}

/** What stands on this device's page, hopes too, and what was not there for a moment. */
async function openPage(ada: RealDevice, conversation: string, of: readonly string[]) {
  const page = ada.device.openConversation(conversation)
  await until(() => page.painted.value, 'painted')
  const missing = new Set<string>()
  const notes = () =>
    page.items.value.flatMap(item => (item.kind === 'noted' && of.includes(item.text) ? [item.text] : []))
  const unwatch = effect(() => {
    const there = notes()
    for (const text of of) if (!there.includes(text)) missing.add(text)
  })
  return { notes, missing, close: () => (unwatch(), page.dispose()) }
}

test('[R1] a server restored from an older backup gets again what it had acknowledged and forgot, each once', async () => {
  const { ada, conversation } = await begin()
  const known = ['before the backup', 'before it too']
  const forgotten = ['acknowledged after it', 'and this', 'and that']
  await write(ada, conversation, ...known)
  const backup = join(places.empty(), 'backup')
  await daybook({ DATA_DIR: server.dataDir }, 'backup', '--to', backup)
  await write(ada, conversation, ...forgotten)
  const chat = [...ada.live.threads.all.values()].find(one => one.platform === 'webchat' && one.status === 'open')
  const sent = await ada.device.dispatch({
    type: 'conversation.reply',
    conversation: chat?.conversation ?? '',
    content: { kind: 'text', text: 'The customer has this' },
    seen: null
  })
  expect(sent.accepted).toBe(true)
  await ada.drained()
  await ada.goOffline()

  const restored = places.empty()
  await server.kill()
  expect(await daybook({ DATA_DIR: restored }, 'restore', '--from', backup)).toMatchObject({ code: 0 })
  await comesBackWith(restored)
  const all = [...known, ...forgotten]
  const seen = await witness()
  expect(seen.notes(all)).toEqual(known)

  const page = await openPage(ada, conversation, all)
  await ada.goOnline(server.url, await sampleCookie(server.url))
  await until(() => seen.notes(all).length >= all.length, 'the server knows all again', patienceMs)
  await ada.drained()
  expect(seen.notes(all)).toEqual(all)
  expect([page.notes(), ...page.missing]).toEqual([all])
  page.close()
  await seen.close()
  // The customer may have her reply: nobody knows any more, and it does not go once again by itself.
  expect(await server.kill('SIGTERM')).toBe(0)
  const { out } = await daybook({ DATA_DIR: restored }, 'export', '--tenant', 'demo')
  const facts = out
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { fact: { type: string; message?: string; content?: { text?: string } } }).fact)
  const message = facts.find(fact => fact.content?.text === 'The customer has this')?.message
  expect(facts.filter(fact => fact.message === message).map(fact => fact.type)).toEqual([
    'conversation.replied',
    'conversation.send-unknown'
  ])
}, 600_000)

test(
  '[S3] [R1] an older copy put back by hand, and written to since, is noticed by who followed the other',
  { tags: 'long', timeout: 600_000 },
  async () => {
    const { ada, conversation } = await begin()
    const known = ['in the copy']
    const forgotten = ['after the copy', 'this too']
    await write(ada, conversation, ...known)
    expect(await server.kill('SIGTERM')).toBe(0)
    const copy = places.empty()
    cpSync(server.dataDir, copy, { recursive: true })
    await server.restart()
    await ada.goOnline(server.url, await sampleCookie(server.url))
    await write(ada, conversation, ...forgotten)
    await ada.goOffline()

    // The same incarnation, and soon as long as what the device has followed: only the hash tells them apart.
    await comesBackWith(copy)
    const other = await sampleAgent(server.url, colleague)
    await until(() => isWhole(other), 'the snapshot', patienceMs)
    const elsewhere = ['written by a colleague', 'on the other branch', 'of the log', 'until it is longer', 'than hers']
    const shared = streamsOf(other).find(id => id !== conversation && ada.live.threads.all.has(id)) ?? ''
    const others = elsewhere.map(text => command({ type: 'conversation.note', conversation: shared, text }))
    expect((await other.push(1, ...others)).map(ack => ack.refusal)).toEqual(elsewhere.map(() => null))
    await other.close()

    const mine = [...known, ...forgotten]
    const page = await openPage(ada, conversation, mine)
    const theirs = await openPage(ada, shared, elsewhere)
    await ada.goOnline(server.url, await sampleCookie(server.url))
    const seen = await witness()
    await until(() => seen.notes(mine).length >= mine.length, 'the server knows hers again', patienceMs)
    await ada.drained()
    await until(() => theirs.notes().length >= elsewhere.length, 'and she knows theirs', patienceMs)
    expect([seen.notes(mine), seen.notes(elsewhere)]).toEqual([mine, elsewhere])
    expect([page.notes(), ...page.missing]).toEqual([mine])
    expect(theirs.notes()).toEqual(elsewhere)
    page.close()
    theirs.close()
    await seen.close()
  }
)

function streamsOf(client: Client): string[] {
  const streams = client.frames.flatMap(frame => (frame.type === 'snapshot' ? frame.streams : []))
  return streams.flatMap(({ stream }) => (stream.startsWith('conversation/') ? [stream.slice(13)] : []))
}
