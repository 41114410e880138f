import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { serve, type WebSocketServerLike } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Content } from '../../shared/conversations/content.ts'
import type { ChatDown, ChatMessage, ChatUp } from '../../shared/protocol/webchat.ts'
import { openFiles, type Files } from '../../sync-server/media/files.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { linkRoutes } from '../../sync-server/media/link-route.ts'
import { fileLinks as links } from '../../sync-server/media/links.ts'
import type { Surface } from '../../sync-server/platforms/surface.ts'
import { openSurfaces } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { logger, world } from './world.ts'

type Hello = Extract<ChatUp, { type: 'hello' }>

/** The web chat's doors over a world of its own, and customers' pages that knock. */
export function chatHouse() {
  const here = world()
  let server: Server
  let surfaces: readonly Surface[]
  const place = mkdtempSync(join(tmpdir(), 'daybook-chat-'))
  const files: { now?: Files } = {}
  beforeAll(async () => {
    const { sql, log, actors, people, secrets } = here
    files.now = openFiles(sql, fileStore(place))
    const fileLinks = links(randomBytes(32), Date.now)
    surfaces = openSurfaces({
      sql,
      actors,
      people,
      secrets,
      files: files.now,
      fileLinks,
      logger,
      streams: log.streams,
      follow: log.follow,
      incarnation: log.incarnation,
      addressOf: () => randomUUID()
    })
    const app = new Hono()
    for (const { path, routes } of surfaces) app.route(path, routes)
    app.route('/files', linkRoutes(fileLinks, files.now))
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
    rmSync(place, { recursive: true, force: true })
  })

  const at = () => `127.0.0.1:${(server.address() as AddressInfo).port}`
  const address = (inbox: string) => `ws://${at()}/chat/${inbox}/socket`

  /** A customer's page: what it was told, and what it shows of it. */
  async function page(inbox: InboxSecret, token: string | null = null, have = 0, more: Partial<Hello> = {}) {
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
    send({ type: 'hello', token, have, ...more })
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

  async function conversationIn({ tenant }: InboxSecret) {
    const opened = (await here.facts(tenant)).flatMap(fact => (fact.type === 'conversation.opened' ? [fact] : []))
    const stream = (await here.log.follow.since(tenant, 0, 1000)).find(
      event => event.fact.type === 'conversation.opened'
    )!.stream
    return { id: stream.slice('conversation/'.length), contact: opened[0]!.contact }
  }

  const joined = (tenant: string) =>
    here.tell(tenant, {
      type: 'agent.join',
      id: `join-${tenant}`,
      at: 0,
      agent: 'agent-1',
      name: 'Mara',
      email: 'm@demo.test',
      role: 'agent'
    })

  async function reply({ tenant }: InboxSecret, conversation: string, said: string | Content) {
    const id = randomUUID()
    const content = typeof said === 'string' ? { kind: 'text' as const, text: said } : said
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

  const url = (path: string) => `http://${at()}${path}`
  const kept = () => {
    if (!files.now) throw new Error('the files are there only inside tests')
    return files.now
  }
  const writing = (tenant: string, conversation: string, agent: string) => {
    for (const surface of surfaces) surface.writing?.(tenant, conversation, agent)
  }
  return { here, url, address, page, conversationIn, join: joined, reply, writing, files: kept }
}
