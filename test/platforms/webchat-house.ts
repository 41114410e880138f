import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { serve, type WebSocketServerLike } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { ChatDown, ChatMessage, ChatUp } from '../../shared/protocol/webchat.ts'
import type { Surface } from '../../sync-server/platforms/port.ts'
import { openSurfaces } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { logger, world } from './world.ts'

/** A server with the web chat alone. Every file has a copy of this module to itself. */
export const here = world()
let server: Server
export let surfaces: readonly Surface[]
beforeAll(async () => {
  const { sql, log, actors, people, secrets } = here
  surfaces = openSurfaces({
    sql,
    actors,
    people,
    secrets,
    logger,
    streams: log.streams,
    follow: log.follow,
    addressOf: () => randomUUID()
  })
  const app = new Hono()
  for (const { path, routes } of surfaces) app.route(path, routes)
  const sockets = new WebSocketServer({ noServer: true })
  server = serve({
    fetch: app.fetch,
    port: 0,
    websocket: { server: sockets as unknown as WebSocketServerLike }
  }) as Server
  await new Promise(resolve => server.once('listening', resolve))
})
afterAll(() => {
  for (const surface of surfaces) surface.stop()
  server.closeAllConnections()
  server.close()
})

export const address = (inbox: string) =>
  `ws://127.0.0.1:${(server.address() as AddressInfo).port}/chat/${inbox}/socket`

/** A customer's page: what it was told, and what it shows of it. */
export async function page(inbox: InboxSecret, token: string | null = null, have = 0, courtesies?: boolean) {
  const socket = new WebSocket(address(inbox.inbox))
  const told: ChatDown[] = []
  let shown: ChatMessage[] = []
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ChatDown
    told.push(frame)
    if (frame.type === 'messages') shown = [...(frame.from === 0 ? [] : shown), ...frame.messages]
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const send = (frame: ChatUp | string) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  async function heard<K extends ChatDown['type']>(type: K, count = 1): Promise<Extract<ChatDown, { type: K }>> {
    const giveUpAt = Date.now() + 4000
    for (;;) {
      const found = told.filter(frame => frame.type === type)
      if (found.length >= count) return found[count - 1] as Extract<ChatDown, { type: K }>
      if (Date.now() > giveUpAt) throw new Error(`never heard ${type} ${count} times: ${JSON.stringify(told)}`)
      await pause(5)
    }
  }
  send({ type: 'hello', token, have, ...(courtesies && { courtesies }) })
  const welcome = await heard('welcome')
  return {
    send,
    heard,
    welcome,
    told,
    socket,
    token: welcome.token ?? token,
    shown: () => shown.map(({ mine, from, text }) => `${mine ? 'me' : from}: ${text}`),
    messages: () => shown,
    async say(text: string, id: string = randomUUID()) {
      const before = told.filter(frame => frame.type === 'kept').length
      send({ type: 'say', id, at: Date.now(), text })
      await heard('kept', before + 1)
      return id
    },
    async shows(count: number) {
      const giveUpAt = Date.now() + 4000
      while (shown.length < count) {
        if (Date.now() > giveUpAt) throw new Error(`shows only ${JSON.stringify(shown)}`)
        await pause(5)
      }
    }
  }
}

export async function conversationIn({ tenant }: InboxSecret) {
  const opened = (await here.facts(tenant)).flatMap(fact => (fact.type === 'conversation.opened' ? [fact] : []))
  const stream = (await here.log.follow.since(tenant, 0, 1000)).find(
    event => event.fact.type === 'conversation.opened'
  )!.stream
  return { id: stream.slice('conversation/'.length), contact: opened[0]!.contact }
}

export const join = (tenant: string) =>
  here.tell(tenant, {
    type: 'agent.join',
    id: `join-${tenant}`,
    at: 0,
    agent: 'agent-1',
    name: 'Mara',
    email: 'm@demo.test',
    role: 'agent'
  })

export async function reply({ tenant }: InboxSecret, conversation: string, text: string) {
  const id = randomUUID()
  const content = { kind: 'text' as const, text }
  const told = await here.tell(tenant, {
    type: 'conversation.reply',
    id,
    at: Date.now(),
    conversation,
    content,
    seen: null
  })
  expect(told.result).toBe('accepted')
  return id
}
