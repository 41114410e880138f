import { setTimeout as pause } from 'node:timers/promises'
import { createHash, randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect } from 'vitest'
import * as v from 'valibot'
import type { AnyFact } from '../../shared/catalog.ts'
import type { Content, Media } from '../../shared/conversations/content.ts'
import type { Template } from '../../shared/inboxes/events.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { emulatorState, type Mood, type Phone, type PhoneSays } from '../../shared/protocol/emulator.ts'
import { castOf } from '../../sync-server/emulator/cast.ts'
import { openEmulator, type Emulator } from '../../sync-server/emulator/emulator.ts'
import { openPast } from '../../sync-server/emulator/past.ts'
import type { Doors } from '../../sync-server/emulator/stand-in.ts'
import { openAddress } from '../../sync-server/public-net/open-address.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { startSending, type Sending } from '../../sync-server/platforms/sender.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { pulledAccounts } from '../../sync-server/platforms/places.ts'
import { startPulling, type Pulling } from '../../sync-server/platforms/pulling.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { turnedHere } from '../../sync-server/sample/vendor-accounts.ts'
import { logger, world } from '../platforms/world.ts'

const templates: readonly Template[] = [
  { name: 'order_ready', language: 'en', category: 'utility', body: 'Hi {{1}}, order {{2}} is ready.' }
]
export const businessId = '102290129340398'

/** As the sample's mailbox is connected: at an address that is nowhere, and turned to where it is played. */
const mailServers = {
  account: 'hello@ink-paper.example',
  appSecret: 'imap://hello:word@imap.ink-paper.example?tls=none',
  accessToken: 'smtp://hello:word@smtp.ink-paper.example?tls=none'
}

const accepted = { result: 'accepted' }

type Played = 'whatsapp' | 'telegram' | 'messenger' | 'instagram' | 'sms' | 'line' | 'email'

/** A server with the stand-in for one vendor, a sender and nothing else, for one test file: call it at its top. */
export function stage(platform: Played) {
  const here = world()
  const files = new Map<string, Blob>()
  let inbox: InboxSecret
  let server: Server
  let emulator: Emulator
  let sending: Sending
  let doors: Doors
  let pulling: Pulling
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const at = (path: string) => `${origin()}/emulator/${platform}${path}`
  const page = (path: string) => `${origin()}/emulator${path}`

  beforeAll(async () => {
    inbox = { ...(await here.connect(platform)), ...(platform === 'email' && mailServers) }
    const { sql, log, actors, people, secrets, letters, news } = here
    const { streams, follow } = log
    const parts = { sql, actors, streams, follow, handles: people }
    const known = { name: 'The shop', address: '+44 20 7946 0018', customers: [], business: businessId }
    const account = { ...inbox, ...known, templates: () => Promise.resolve(templates) }
    const cast = castOf([account], strategy => openPast(parts, strategy, inbox.tenant, inbox.inbox))
    emulator = openEmulator({ cast, origin, logger })
    doors = await emulator.listen()
    const app = new Hono()
    app.route('/hooks', webhookRoutes({ log, actors, people, letters, news, secrets, logger }))
    app.route('/emulator', emulator.routes as unknown as Hono)
    app.get('/files/:file/:name', c => {
      const file = files.get(c.req.param('file'))
      return new Response(file, { headers: { 'content-type': file?.type ?? '' } })
    })
    server = serve({ fetch: app.fetch, port: 0 }) as Server
    await new Promise(resolve => server.once('listening', resolve))
    // Only this inbox: other tests have theirs.
    inbox = turnedHere(inbox, { origin: origin(), ports: doors.ports })
    await secrets.connect({ ...inbox, baseUrl: null })
    const own = { ...secrets, all: () => Promise.resolve([inbox]) }
    const pulled = { platforms: platform === 'email' ? ['email'] : [], places: pulledAccounts(sql) }
    pulling = await startPulling({
      log,
      actors,
      people,
      letters,
      news,
      secrets: own,
      platformOf,
      logger,
      waitMs: () => 5,
      ...pulled
    })
    sending = await startSending({
      actors,
      follow,
      streams,
      secrets,
      unfinished: unfinishedSends(sql),
      openFile: (_tenant, _conversation, file) => Promise.resolve(files.get(file)),
      linkTo: ({ file, name }) => `${origin()}/files/${file}/${name}`,
      platformOf,
      logger,
      baseUrlOf: () => at(''),
      timeOutMs: 3000
    })
  })
  afterAll(async () => {
    await sending.stop()
    await pulling.stop()
    emulator.stop()
    await doors.close()
    server.closeAllConnections()
    server.close()
  })

  const post = async (path: string, body: unknown) => {
    const answer = await fetch(page(path), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' }
    })
    return {
      status: answer.status,
      body: answer.status === 204 ? null : ((await answer.json()) as Record<string, unknown>)
    }
  }
  const state = async () => v.parse(emulatorState, await (await fetch(page('/state'))).json())
  const phone = async (id: string) => (await state()).phones.find(one => one.id === id)!
  const mood = (change: Partial<Mood>) => post(`/mood/${platform}`, change)
  const meet = async (name: string) => (await post('/phones', { platform, name })).body as unknown as Phone
  const says = (id: string, what: PhoneSays) => post(`/phones/${platform}/${id}/say`, what)
  const say = (id: string, text: string) => says(id, { kind: 'text', text })
  const look = (id: string) => post(`/phones/${platform}/${id}/open`, {})

  /** A customer who has written, and how an agent sees the conversation. */
  const chat = async (name: string) => {
    const { id } = await meet(name)
    await say(id, 'Hello?')
    await until(async () => (await phone(id)).messages[0]?.ticks === 'delivered')
    return chatOf(id)
  }

  const chatOf = async (id: string) => {
    const kinds = strategyOf(platform).handles
    const [contact] = await here.people.find(inbox.tenant, [kinds.map(kind => ({ platform, kind, value: id }))])
    const conversation = here.people.conversationOf(inbox.tenant, inbox.inbox, contact!)
    const replyWith = async (content: Content) => {
      const command = { id: randomUUID(), at: Date.now(), conversation, content, seen: null }
      expect(await here.tell(inbox.tenant, { type: 'conversation.reply', ...command })).toMatchObject(accepted)
      return command.id
    }
    const reply = (text: string) => replyWith({ kind: 'text', text })
    const put = async (of: string, emoji: string | null) => {
      const command = { id: randomUUID(), at: Date.now(), conversation, of, emoji }
      expect(await here.tell(inbox.tenant, { type: 'conversation.put-reaction', ...command })).toMatchObject(accepted)
    }
    const sends = async () => (await here.actors.state(inbox.tenant, 'conversation', conversation)).sends
    const deliveries = async () => (await sends()).map(send => send.delivery)
    /** All that the log says of it. */
    const facts = async () =>
      (await here.log.streams.all(inbox.tenant, `conversation/${conversation}`)).map(({ fact }) => fact as AnyFact)
    /** What the customer said, as Daybook has it. */
    const received = async () =>
      (await facts()).flatMap(fact => (fact.type === 'conversation.message-received' ? [fact.content] : []))
    /** A file that Daybook has goes with these words. */
    const replyWithFile = async (
      mime: string,
      bytes: Uint8Array<ArrayBuffer>,
      name: string,
      caption?: string,
      answers?: string
    ) => {
      const file = createHash('sha256').update(bytes).digest('hex')
      files.set(file, new Blob([bytes], { type: mime }))
      const [kind] = mime.split('/')
      const media = kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document'
      return replyWith({
        kind: 'media',
        items: [{ media, file, mime, name, bytes: bytes.length }],
        ...(caption && { caption }),
        ...(answers && { replyTo: { message: answers } })
      })
    }
    const does = { reply, replyWith, replyWithFile, put }
    return { id, contact: contact!, conversation, ...does, sends, deliveries, facts, received }
  }

  /** As the server finds a file that a message names: all of its bytes, or what became of it. */
  const bytesOf = async (media: Media) => {
    const signal = AbortSignal.timeout(30_000)
    const open = (address: string, headers?: Readonly<Record<string, string>>) =>
      openAddress(address, { trusted: [at('')], signal, ...(headers && { headers }) })
    const found = await platformOf(platform)!.findFile!(media, inbox, { baseUrl: at(''), open })
    if (found.result !== 'found') return found
    const parts: Uint8Array[] = []
    for await (const part of found.body) parts.push(part)
    return Buffer.concat(parts)
  }

  /** Asks the vendor as anybody would. */
  const ask = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(at(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body)
    })
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> }
  }

  const asked = { at, page, post, state, phone, bytesOf, ask }
  const done = { mood, meet, says, say, look, chat, chatOf }
  return {
    here,
    origin,
    get inbox() {
      return inbox
    },
    ...asked,
    ...done
  }
}

/** The first file that a message names. */
export function fileIn(content: Content | undefined): Media {
  const [media] = content?.kind === 'media' ? content.items : []
  if (!media) throw new Error('there is no file in it')
  return media
}

export async function until(what: () => Promise<boolean>, ms = 60_000) {
  const giveUpAt = Date.now() + ms
  while (!(await what())) {
    if (Date.now() > giveUpAt) throw new Error(`it never came to that: ${what.toString()}`)
    await pause(10)
  }
}
