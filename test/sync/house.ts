import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import type { Role } from '../../shared/identity/events.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { openThreads } from '../../sync-server/conversations/threads.ts'
import { openCore, type Core } from '../../sync-server/core.ts'
import { listen } from '../../sync-server/http/listen.ts'
import { ownOriginOnly } from '../../sync-server/identity/origin.ts'
import { invitationRoutes } from '../../sync-server/identity/invitation-routes.ts'
import { passwordRoute } from '../../sync-server/identity/password-route.ts'
import { peopleRoutes } from '../../sync-server/identity/people-routes.ts'
import { identityRoutes } from '../../sync-server/identity/routes.ts'
import { openHub } from '../../sync-server/sync/hub.ts'
import { openIntakes } from '../../sync-server/sync/intake.ts'
import { syncRoute } from '../../sync-server/sync/route.ts'
import { togetherRoute } from '../../sync-server/together/route.ts'
import { sharedDrafts } from '../../sync-server/together/shared-drafts.ts'
import { openTogether, type Together } from '../../sync-server/together/together.ts'
import { database, freshTenant } from '../support/database.ts'
import { connect, type Client, type ClientOptions } from './client.ts'

export const password = 'correct horse battery'

export type House = { readonly url: string; readonly core: Core; readonly together: Together }

/** The server's edge in this process: real database, real HTTP, real sockets. Call it at the top of a file. */
export function house(): House {
  const db = database()
  let open: (House & { close(): Promise<void> }) | undefined
  beforeAll(async () => {
    const logger = pino({ level: 'silent' })
    const keys = mkdtempSync(join(tmpdir(), 'daybook-test-'))
    const core = await openCore(db.sql, logger, { dataDir: keys })
    const { roster, signIns, credentials, door, actors, cards, links, log } = core
    const { follow, streams, states, acks, incarnation } = log
    const threads = openThreads(db.sql, actors, follow)
    const hub = openHub(follow, roster, signIns)
    const intakes = openIntakes({ sql: db.sql, acks, actors, logger })
    const app = new Hono()
    const identity = { credentials, signIns, roster, door, publicOrigin: undefined, trustProxy: true, foundingKey: 'k' }
    app.use('/api/*', ownOriginOnly(undefined))
    app.route('/api', identityRoutes(identity))
    app.route('/api/password', passwordRoute(identity))
    app.route('/api/people', peopleRoutes({ ...core, logger }))
    app.route('/api/invitation', invitationRoutes(core.acceptance, roster))
    const parts = {
      incarnation,
      roster,
      follow,
      streams,
      states,
      threads,
      cards,
      links,
      intakes,
      hub,
      signIns,
      log: logger
    }
    app.route('/sync', syncRoute(parts, signIns, undefined))
    const together = openTogether({
      drafts: sharedDrafts(db.sql, core.keyring),
      actors,
      roster,
      signIns,
      follow,
      logger
    })
    app.route('/together', togetherRoute(together, signIns, undefined))
    const listening = await listen(app, 0, '127.0.0.1')
    open = {
      url: `http://127.0.0.1:${listening.port}`,
      core,
      together,
      async close() {
        hub.drain()
        await together.stop()
        await listening.close(200)
        await links.stop()
        await threads.stop()
        await log.close()
        rmSync(keys, { recursive: true })
      }
    }
  })
  afterAll(() => open?.close())
  const there = () => {
    if (!open) throw new Error('the house is there only inside tests and hooks')
    return open
  }
  return {
    get url() {
      return there().url
    },
    get core() {
      return there().core
    },
    get together() {
      return there().together
    }
  }
}

export type Firm = {
  readonly tenant: string
  readonly inboxes: { readonly sales: string; readonly support: string }
  tell(command: Bare<AnyCommand>, by?: string): Promise<void>
  /** A customer writes; answers the id of the conversation. */
  customerWrites(inbox: string, text: string, conversation?: string): Promise<string>
  socket(agent: string, options?: Partial<ClientOptions>): Promise<Client>
}

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** A workspace of its own with two inboxes: `ada` works in sales, `bea` in support, `admin` sees all. */
export async function firm({ core, url }: House): Promise<Firm> {
  const tenant = freshTenant()
  const inboxes = { sales: `${tenant}-sales`, support: `${tenant}-support` }
  const tell = async (command: Bare<AnyCommand>, by = 'test') => {
    const whole = { ...command, id: randomUUID(), at: Date.now() }
    const told = await core.actors.tell(tenant, whole, now => trustedContext({ kind: 'system', id: by }, now))
    if (told.result === 'refused') throw new Error(`${command.type} was refused: ${told.refusal.reason}`)
  }
  const join = async (agent: string, role: Role) => {
    const newcomer = { name: agent, email: `${agent}.${tenant}@firm.test`, role, password }
    if ((await core.door.join(tenant, newcomer, agent)) === 'taken') throw new Error(`${agent} is taken`)
  }
  await tell({ type: 'tenant.found', tenant, name: tenant })
  await Promise.all([join('ada', 'agent'), join('bea', 'agent'), join('admin', 'admin')])
  for (const inbox of Object.values(inboxes)) {
    await tell({ type: 'inbox.connect', inbox, platform: 'webchat', name: inbox })
    await tell({ type: 'inbox.add-member', inbox, agent: inbox === inboxes.sales ? 'ada' : 'bea' })
  }
  return {
    tenant,
    inboxes,
    tell,
    async customerWrites(inbox, text, conversation = randomUUID()) {
      const contact = `contact-${conversation}`
      const handles = [{ platform: 'webchat', kind: 'visitor', value: contact }]
      await tell({ type: 'contact.meet', contact, inbox, handles, name: `customer of ${text}` })
      const said = { message: randomUUID(), content: { kind: 'text' as const, text } }
      await tell({ type: 'conversation.receive', conversation, inbox, platform: 'webchat', contact, ...said })
      return conversation
    },
    socket: async (agent, options) => connect(url, await signIn(url, `${agent}.${tenant}@firm.test`), options)
  }
}

let addresses = 0

/** The cookie of a new sign-in. Each comes from an address of its own, so that no test throttles another. */
export async function signIn(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${++addresses}` },
    body: JSON.stringify({ email, password })
  })
  if (!response.ok) throw new Error(`${email} could not sign in: ${response.status}`)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
