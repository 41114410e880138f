import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import * as v from 'valibot'
import {
  moodChange,
  newPhone,
  phoneChange,
  phoneSays,
  type EmulatorNews,
  type EmulatorState,
  type Mood
} from '../../shared/protocol/emulator.ts'
import type { VendorRoutes } from './answering.ts'
import { changing } from './changing.ts'
import type { Played } from './played.ts'
import { served } from './shelf.ts'

type PageParts = {
  readonly played: readonly Played[]
  state(): EmulatorState
  watch(watcher: (news: EmulatorNews) => void): () => void
  readonly leaving: AbortSignal
}

/** What the page with the phones asks for. `shared/protocol/emulator.ts` */
export function pageRoutes(routes: VendorRoutes, { played, state, watch, leaving }: PageParts): void {
  const byName = new Map(played.map(one => [one.world.strategy.platform, one]))
  const small = bodyLimit({ maxSize: 128 * 1024 })
  routes.on('POST', ['/phones', '/phones/*', '/mood/*'], small)
  // A form on somebody else's page cannot send this type, and a script there may not.
  routes.on(
    'POST',
    ['/phones', '/phones/:platform/:phone/say', '/phones/:platform/:phone/change', '/mood/:platform'],
    async (c, next) =>
      c.req.header('content-type')?.startsWith('application/json')
        ? next()
        : c.json({ error: 'not application/json' }, 415)
  )
  routes.get('/state', c => c.json(state()))
  routes.post('/phones', async c => {
    const asked = v.safeParse(newPhone, await c.req.json().catch(() => undefined))
    if (!asked.success) return c.json({ error: 'A customer has a name.' }, 400)
    const at = byName.get(asked.output.platform)
    return at ? c.json(at.world.meet(asked.output.name), 201) : c.json({ error: 'no such platform' }, 404)
  })
  phoneRoutes(routes, byName)
  routes.post('/mood/:platform', async c => {
    const at = byName.get(c.req.param('platform'))
    if (!at) return c.json({ error: 'no such platform' }, 404)
    const change = v.safeParse(moodChange, await c.req.json().catch(() => undefined))
    if (!change.success) return c.json({ error: change.issues[0].message }, 400)
    const { error } = change.output
    if (typeof error === 'string' && !at.knows(error)) return c.json({ error: 'no such error' }, 400)
    at.world.change(JSON.parse(JSON.stringify(change.output)) as Partial<Mood>)
    if (change.output.phonesOff === false) at.standIn.phonesOn()
    at.standIn.weatherChanged?.()
    return c.json(at.world.mood())
  })
  routes.get('/:platform/uploads/:file{[0-9]{6,20}}', c => {
    const file = byName.get(c.req.param('platform'))?.shelf.get(c.req.param('file'))
    return file ? served(file) : c.text('', 404)
  })
  watchRoute(routes, state, watch, leaving)
}

/** What a customer does with the phone in their hand. */
function phoneRoutes(routes: VendorRoutes, byName: ReadonlyMap<string, Played>): void {
  const phoneAt = (platform: string, id: string) => {
    const at = byName.get(platform)
    return at?.world.has(id) ? { at, phone: at.world.phone(id) } : undefined
  }
  routes.post('/phones/:platform/:phone/say', async c => {
    const held = phoneAt(c.req.param('platform'), c.req.param('phone'))
    if (!held) return c.json(noPhone, 404)
    const says = v.safeParse(phoneSays, await c.req.json().catch(() => undefined))
    if (!says.success) return c.json({ error: says.issues[0].message }, 400)
    const said = held.at.standIn.say(held.phone, says.output)
    return typeof said === 'string' ? c.json({ error: said }, 400) : c.json(said, 201)
  })
  routes.post('/phones/:platform/:phone/change', async c => {
    const held = phoneAt(c.req.param('platform'), c.req.param('phone'))
    if (!held) return c.json(noPhone, 404)
    const change = v.safeParse(phoneChange, await c.req.json().catch(() => undefined))
    if (!change.success) return c.json({ error: change.issues[0].message }, 400)
    const changed = changing(held.at, held.phone, change.output)
    return typeof changed === 'string' ? c.json({ error: changed }, 400) : c.json(changed)
  })
  routes.post('/phones/:platform/:phone/open', c => {
    const held = phoneAt(c.req.param('platform'), c.req.param('phone'))
    if (!held) return c.json(noPhone, 404)
    held.at.standIn.open(held.phone)
    return c.body(null, 204)
  })
}

const noPhone = { error: 'no such phone' }

const heartbeatMs = 20_000

function watchRoute(
  routes: VendorRoutes,
  state: PageParts['state'],
  watch: PageParts['watch'],
  leaving: AbortSignal
): void {
  routes.get('/events', c =>
    streamSSE(c, async stream => {
      const write = (news: EmulatorNews) => void stream.writeSSE({ data: JSON.stringify(news) })
      const unwatch = watch(write)
      write({ type: 'state', state: state() })
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
