import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { moodChange, newPhone, phoneSays, type EmulatorNews, type Mood } from '../../shared/protocol/emulator.ts'
import type { Business } from './business.ts'
import { graphError } from './graph-error.ts'
import { startHooks } from './hooks.ts'
import { pictureOf } from './picture.ts'
import { createNetwork, type Network } from './network.ts'
import type { Past } from './past.ts'
import { templatePage } from './templates.ts'
import { createWorld, type World } from './world.ts'

export type EmulatorParts = {
  readonly business: Business
  /** What the phones show from before, and from elsewhere. */
  readonly past: Past
  /** Where Daybook listens, `http://127.0.0.1:8080`: known only once it does. */
  readonly origin: () => string
  readonly logger: Logger
}

export type Emulator = {
  /** To be mounted at `/emulator/whatsapp`. */
  readonly routes: Hono<{ Bindings: HttpBindings }>
  /** Hangs up on whoever watches and tells no more webhooks. */
  stop(): void
}

/** A WhatsApp that speaks the documented API both ways, with phones that a person can hold. */
export function openEmulator({ business, past, origin, logger }: EmulatorParts): Emulator {
  const world = createWorld(business)
  const deaf = remember(world, past, logger)
  const hooks = startHooks(world, business, origin, logger)
  const network = createNetwork(world, hooks, business, past)
  const leaving = new AbortController()
  const routes = new Hono<{ Bindings: HttpBindings }>()
  const [small, large] = [bodyLimit({ maxSize: 256 * 1024 }), bodyLimit({ maxSize: 101 * 1024 * 1024 })]
  routes.use((c, next) => (c.req.path.endsWith('/media') ? large : small)(c, next))
  graphRoutes(routes, world, network, business)
  uploadRoutes(routes, network, business)
  templateRoutes(routes, world, business)
  fileRoutes(routes, world, business, origin)
  phoneRoutes(routes, world, network)
  watchRoute(routes, world, leaving.signal)
  return {
    routes,
    stop() {
      deaf()
      hooks.stop()
      leaving.abort()
    }
  }
}

/** Fills the phones while the server already serves, and follows what webhooks of somebody else bring to them. */
function remember(world: World, past: Past, logger: Logger): () => void {
  const broken = (error: unknown) => logger.error({ err: error }, 'a pretended phone could not be drawn')
  let turn = past
    .recent()
    .then(chats => {
      for (const chat of chats) world.recall(chat)
    })
    .catch(broken)
  return past.onReceived((message, chat) => {
    turn = turn
      .then(async () => {
        const found = world.knows(message) ? undefined : await chat()
        if (found) world.recall(found)
      })
      .catch(broken)
  })
}

type Routes = Hono<{ Bindings: HttpBindings }>

/** The Graph API, as Daybook calls it. */
function graphRoutes(routes: Routes, world: World, network: Network, business: Business): void {
  routes.post('/v23.0/:account/messages', async c => {
    const body: unknown = await c.req.json().catch(() => undefined)
    const exchange = { id: randomUUID(), at: Date.now(), way: 'call' as const, title: titleOf(body), request: body }
    world.saw({ ...exchange, status: null, tookMs: null, answer: null })
    const answer =
      c.req.header('authorization') !== `Bearer ${business.accessToken}`
        ? graphError(190)
        : c.req.param('account') !== business.phoneNumberId
          ? graphError(100, `Object with ID '${c.req.param('account')}' does not exist`)
          : await network.ask(body)
    world.saw({
      ...exchange,
      status: answer?.status ?? null,
      tookMs: Date.now() - exchange.at,
      answer: answer?.body ?? null
    })
    if (answer) return Response.json(answer.body, { status: answer.status })
    c.env.incoming.socket.destroy()
    return c.body(null, 502)
  })
}

/** What the account may say at any time. */
function templateRoutes(routes: Routes, world: World, business: Business): void {
  routes.get('/v23.0/:business/message_templates', async c => {
    if (c.req.header('authorization') !== `Bearer ${business.accessToken}`) return error(graphError(190))
    if (world.mood().down) return c.text('down', 503)
    const account = c.req.param('business')
    if (account !== business.businessId) return error(graphError(100, `Object with ID '${account}' does not exist`))
    return c.json(templatePage(await business.templates(), new URL(c.req.url)))
  })
}

/** Files that Daybook brings, and as the phones show them. */
function uploadRoutes(routes: Routes, network: Network, business: Business): void {
  routes.post('/v23.0/:account/media', async c => {
    if (c.req.header('authorization') !== `Bearer ${business.accessToken}`) return error(graphError(190))
    if (c.req.param('account') !== business.phoneNumberId) return error(graphError(100))
    const form = await c.req.formData().catch(() => undefined)
    return error(form ? network.bring(form) : graphError(100, 'The body is no form.'))
  })
  routes.get('/uploads/:file{[0-9]{6,20}}', c => {
    const file = network.uploaded(c.req.param('file'))
    if (!file) return c.text('', 404)
    const isPicture = /^image\/(?:jpeg|png)$/.test(file.mime)
    const headers = {
      'content-type': isPicture ? file.mime : 'application/octet-stream',
      'content-disposition': isPicture ? 'inline' : 'attachment',
      'content-security-policy': "default-src 'none'; sandbox"
    }
    return new Response(file.body, { headers })
  })
}

/** Files, as Daybook asks for them: by their id, then at the address it was told, both times with the token. */
function fileRoutes(routes: Routes, world: World, business: Business, origin: () => string): void {
  const isDaybook = (authorization: string | undefined) => authorization === `Bearer ${business.accessToken}`
  routes.get('/v23.0/:file{[0-9]{6,20}}', c => {
    if (!isDaybook(c.req.header('authorization'))) return error(graphError(190))
    if (world.mood().down) return c.text('down', 503)
    const id = c.req.param('file')
    if (id === business.phoneNumberId) {
      return c.json({ id, display_phone_number: business.number, verified_name: business.name })
    }
    const url = `${origin()}/emulator/whatsapp/files/${id}`
    return c.json({ messaging_product: 'whatsapp', url, mime_type: 'image/png', id })
  })
  routes.get('/files/:file{[0-9]{6,20}}', c => {
    if (!isDaybook(c.req.header('authorization'))) return c.text('', 401)
    return c.body(new Uint8Array(pictureOf(c.req.param('file'))), 200, { 'content-type': 'image/png' })
  })
}

function error({ status, body }: ReturnType<typeof graphError>): Response {
  return Response.json(body, { status })
}

/** What the page with the phones asks for. */
function phoneRoutes(routes: Routes, world: World, network: Network): void {
  // A form on somebody else's page cannot send this type, and a script there may not.
  routes.on('POST', ['/phones', '/phones/:phone/say', '/mood'], async (c, next) =>
    c.req.header('content-type')?.startsWith('application/json')
      ? next()
      : c.json({ error: 'not application/json' }, 415)
  )
  routes.get('/state', c => c.json(world.state()))
  routes.post('/phones', async c => {
    const asked = v.safeParse(newPhone, await c.req.json().catch(() => undefined))
    return asked.success ? c.json(world.meet(asked.output.name), 201) : c.json({ error: 'A customer has a name.' }, 400)
  })
  routes.post('/phones/:phone/say', async c => {
    const says = v.safeParse(phoneSays, await c.req.json().catch(() => undefined))
    const id = c.req.param('phone')
    if (!world.has(id)) return c.json({ error: 'no such phone' }, 404)
    return says.success
      ? c.json(network.say(world.phone(id), says.output), 201)
      : c.json({ error: says.issues[0].message }, 400)
  })
  routes.post('/phones/:phone/open', c => {
    const id = c.req.param('phone')
    if (!world.has(id)) return c.json({ error: 'no such phone' }, 404)
    network.open(world.phone(id))
    return c.body(null, 204)
  })
  routes.post('/mood', async c => {
    const change = v.safeParse(moodChange, await c.req.json().catch(() => undefined))
    if (!change.success) return c.json({ error: change.issues[0].message }, 400)
    world.change(JSON.parse(JSON.stringify(change.output)) as Partial<Mood>)
    if (change.output.phonesOff === false) network.phonesOn()
    return c.json(world.mood())
  })
}

const heartbeatMs = 20_000

function watchRoute(routes: Routes, world: World, leaving: AbortSignal): void {
  routes.get('/events', c =>
    streamSSE(c, async stream => {
      const write = (news: EmulatorNews) => void stream.writeSSE({ data: JSON.stringify(news) })
      const unwatch = world.watch(write)
      write({ type: 'state', state: world.state() })
      const beat = setInterval(() => void stream.write(': still here\n\n'), heartbeatMs)
      await new Promise<void>(resolve => {
        stream.onAbort(resolve)
        leaving.addEventListener('abort', () => resolve(), { once: true })
      })
      clearInterval(beat)
      unwatch()
    })
  )
}

function titleOf(body: unknown): string {
  const { type, status, typing_indicator } = (body ?? {}) as Record<string, unknown>
  if (status === 'read') return typing_indicator ? 'typing' : 'mark read'
  return `send ${typeof type === 'string' ? type : 'text'}`
}
