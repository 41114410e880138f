import { createHmac, randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Event } from '../../shared/kernel/message.ts'
import { readNote } from '../../sync-server/cli/operator-file.ts'
import { openCore, type Core } from '../../sync-server/core.ts'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { samplePassword, type RunningServer } from '../support/server.ts'
import { hook, text, value } from '../platforms/payloads.ts'

/** One of two workspaces on one server, by every name that could be swapped for the other's. */
export type Side = {
  readonly tenant: string
  readonly agent: string
  readonly email: string
  readonly adminEmail: string
  readonly whatsapp: { readonly inbox: string; readonly account: string; readonly appSecret: string }
  readonly webchat: string
  /** In everything its customers say and are called. */
  readonly canary: string
}

export const demo: Side = {
  tenant: 'demo',
  agent: 'demo-agent1',
  email: 'agent1@demo.test',
  adminEmail: 'admin@demo.test',
  whatsapp: { inbox: 'demo-whatsapp', account: '100000000000001', appSecret: 'demo-app-secret' },
  webchat: 'demo-webchat',
  canary: 'kanarie-of-demo'
}

export const other: Side = {
  tenant: 'other',
  agent: 'other-agent',
  email: 'agent@other.test',
  adminEmail: 'admin@other.test',
  whatsapp: { inbox: 'other-whatsapp', account: '200000000000002', appSecret: 'other-app-secret' },
  webchat: 'other-webchat',
  canary: 'kanarie-of-other'
}

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** No door of a running server founds a second workspace, so it is founded while the server is down. */
export async function foundOther(dataDir: string): Promise<void> {
  const release = lockDirectory(dataDir)
  const core = await openCore(await openDatabase(dataDir), pino({ level: 'silent' }), { dataDir })
  const { tenant, agent, email, adminEmail, whatsapp, webchat, canary } = other
  const tell = async (command: Bare<AnyCommand>) => {
    const whole = { ...command, id: randomUUID(), at: Date.now() }
    const told = await core.actors.tell(tenant, whole, now => trustedContext({ kind: 'system', id: 'test' }, now))
    if (told.result === 'refused') throw new Error(`${command.type} was refused: ${told.refusal.reason}`)
  }
  await tell({ type: 'tenant.found', tenant, name: `Firm ${canary}` })
  const people = { name: `Agent ${canary}`, password: samplePassword }
  await core.door.join(tenant, { ...people, email, role: 'agent' }, agent)
  await core.door.join(tenant, { ...people, email: adminEmail, role: 'admin' }, 'other-admin')
  for (const [inbox, platform] of [
    [whatsapp.inbox, 'whatsapp'],
    [webchat, 'webchat']
  ] as const) {
    await connectInbox(core, inbox, platform)
    await tell({ type: 'inbox.connect', inbox, platform, name: `Inbox ${canary}` })
    await tell({ type: 'inbox.add-member', inbox, agent })
  }
  await grow(core)
  await core.close()
  release()
}

/** As long as the sample's log: what is next in one could then pass for what is next in the other. */
async function grow({ actors, log }: Core): Promise<void> {
  const [mine, theirs] = await Promise.all([other, demo].map(side => log.follow.head(side.tenant)))
  const strangers = Array.from({ length: Math.max(0, theirs! - mine!) }, (_, i) => `stranger-${i}`)
  const met = strangers.map(contact => {
    const handles = [{ platform: 'webchat', kind: 'visitor', value: contact }]
    const meet = { type: 'contact.meet', id: randomUUID(), at: 0, contact, handles, inbox: other.webchat } as const
    const by = { kind: 'customer', id: contact } as const
    return actors.tell(other.tenant, { ...meet, name: null }, now => trustedContext(by, now))
  })
  await Promise.all(met)
}

async function connectInbox({ secrets }: Core, inbox: string, platform: string): Promise<void> {
  const { account, appSecret } = other.whatsapp
  const words = { verifyToken: 'other-verify-token', accessToken: 'other-access-token' }
  // Nothing of a test may leave this machine.
  const baseUrl = 'http://127.0.0.1:9'
  await secrets.connect({ tenant: other.tenant, inbox, platform, account, appSecret, ...words, baseUrl })
}

/** A webhook that names `account`, is signed with `appSecret` and goes to `inbox`. */
export async function hookTo(
  server: RunningServer,
  { inbox, account, appSecret }: Side['whatsapp'],
  id: string,
  words: string
): Promise<number> {
  const contacts = [{ profile: { name: words }, wa_id: '16505550000' }]
  const messages = [text(id, words, Math.floor(Date.now() / 1000), '16505550000')]
  const body = JSON.stringify(hook({ field: 'messages', value: value({ contacts, messages }, account) }))
  const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  return (await fetch(`${server.url}/hooks/whatsapp/${inbox}`, { method: 'POST', headers, body })).status
}

/** Every event of a workspace, asked of the running server as the command line asks it, without starting one each time. */
export async function eventsOf({ url, dataDir }: RunningServer, tenant: string): Promise<Event[]> {
  const note = readNote(dataDir)
  const headers = { authorization: `Bearer ${note?.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ tenant })
  const answer = await fetch(`${url}/operator/export`, { method: 'POST', headers, body })
  const frames = (await answer.text()).trimEnd().split('\n')
  if (frames.pop() !== '{"end":true}') throw new Error(`the export of ${tenant} was answered ${answer.status}`)
  const lines = frames.flatMap(frame => (JSON.parse(frame) as { item?: string }).item?.trimEnd().split('\n') ?? [])
  return lines.map(line => JSON.parse(line) as Event)
}

export type Visit = {
  readonly heard: string
  token(): string
  say(frame: unknown): void
  until(word: string): Promise<void>
}

/** A customer's page on a web chat. Ends with the test's server. */
export async function visit(server: RunningServer, inbox: string, token: string | null): Promise<Visit> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/chat/${inbox}/socket`)
  let heard = ''
  socket.on('message', data => (heard += `${String(data)}\n`))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const until = async (word: string) => {
    const giveUpAt = Date.now() + 8000
    while (!heard.includes(word)) {
      if (Date.now() > giveUpAt) throw new Error(`waited in vain for ${word} in: ${heard}`)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }
  const say = (frame: unknown) => socket.send(JSON.stringify(frame))
  say({ type: 'hello', token, have: 0 })
  await until('"welcome"')
  return {
    get heard() {
      return heard
    },
    token: () => /"token":"([\w-]+)"/.exec(heard)?.[1] ?? '',
    say,
    until
  }
}
