import { setTimeout as pause } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect } from 'vitest'
import * as v from 'valibot'
import { emulatorState, type Mood, type Phone } from '../../shared/protocol/emulator.ts'
import type { Template } from '../../shared/inboxes/events.ts'
import { openEmulator, type Emulator } from '../../sync-server/emulator/emulator.ts'
import { openPast } from '../../sync-server/emulator/past.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { startSending, type Sending } from '../../sync-server/platforms/sender.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { logger, world } from '../platforms/world.ts'

/** A server with the pretended WhatsApp alone. Every file has a copy of this module to itself. */
export const here = world()
const templates: readonly Template[] = [
  { name: 'order_ready', language: 'en', category: 'utility', body: 'Hi {{1}}, order {{2}} is ready.' }
]
export let inbox: InboxSecret
export const businessId = '102290129340398'
let server: Server
let emulator: Emulator
let sending: Sending
export const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
export const at = (path: string) => `${origin()}/emulator/whatsapp${path}`

beforeAll(async () => {
  inbox = await here.connect('whatsapp')
  const { sql, log, actors, people, secrets, letters } = here
  const { streams, follow } = log
  const business = {
    name: 'The shop',
    number: '+44 20 7946 0018',
    phoneNumberId: inbox.account,
    businessId,
    inbox: inbox.inbox,
    appSecret: inbox.appSecret,
    accessToken: inbox.accessToken,
    templates: () => Promise.resolve(templates)
  }
  const past = openPast({ sql, actors, streams, follow, handles: people }, inbox.tenant, inbox.inbox)
  emulator = openEmulator({ business, past, origin, logger })
  const app = new Hono()
  app.route('/hooks', webhookRoutes({ actors, people, letters, secrets, logger }))
  app.route('/emulator/whatsapp', emulator.routes as unknown as Hono)
  server = serve({ fetch: app.fetch, port: 0 }) as Server
  await new Promise(resolve => server.once('listening', resolve))
  const unfinished = unfinishedSends(sql)
  sending = await startSending({
    actors,
    follow,
    streams,
    secrets,
    unfinished,
    openFile: () => Promise.resolve(undefined),
    platformOf,
    logger,
    baseUrlOf: () => at(''),
    timeOutMs: 3000
  })
})
afterAll(async () => {
  await sending.stop()
  emulator.stop()
  server.closeAllConnections()
  server.close()
})

export async function post(path: string, body: unknown) {
  const answer = await fetch(at(path), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' }
  })
  return {
    status: answer.status,
    body: answer.status === 204 ? null : ((await answer.json()) as Record<string, unknown>)
  }
}
export const state = async () => v.parse(emulatorState, await (await fetch(at('/state'))).json())
export const phone = async (id: string) => (await state()).phones.find(one => one.id === id)!
export const mood = (change: Partial<Mood>) => post('/mood', change)
export const meet = async (name: string) => (await post('/phones', { name })).body as unknown as Phone
export const say = (id: string, text: string) => post(`/phones/${id}/say`, { kind: 'text', text })

export async function until(what: () => Promise<boolean>, ms = 60_000) {
  const giveUpAt = Date.now() + ms
  while (!(await what())) {
    if (Date.now() > giveUpAt) throw new Error(`it never came to that: ${what.toString()}`)
    await pause(10)
  }
}

/** A customer who has written, and how an agent sees the conversation. */
export async function chat(name: string) {
  const { id } = await meet(name)
  await say(id, 'Hello?')
  await until(async () => (await phone(id)).messages[0]?.ticks === 'delivered')
  const [contact] = await here.people.find(inbox.tenant, [[{ platform: 'whatsapp', kind: 'wa_id', value: id }]])
  const conversation = here.people.conversationOf(inbox.tenant, inbox.inbox, contact!)
  const reply = async (words: string) => {
    const content = { kind: 'text' as const, text: words }
    const command = { id: randomUUID(), at: Date.now(), conversation, content, seen: null }
    expect((await here.tell(inbox.tenant, { type: 'conversation.reply', ...command })).result).toBe('accepted')
    return command.id
  }
  const deliveries = async () =>
    (await here.actors.state(inbox.tenant, 'conversation', conversation)).sends.map(send => send.delivery)
  return { id, contact: contact!, conversation, reply, deliveries }
}
