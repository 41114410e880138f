// @module-tag long
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Event } from '../../shared/kernel/message.ts'
import { manual, type RoutingPolicy } from '../../shared/routing/content.ts'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { noColdDays } from '../../sync-server/log/cold.ts'
import { since } from '../../sync-server/log/since.ts'
import { openKeyring } from '../../sync-server/sealing/keyring.ts'
import { masterKeyOf } from '../../sync-server/sealing/master-key.ts'
import { change, hook, signed, text } from '../platforms/payloads.ts'
import { chance } from '../power/chance.ts'
import { faultsOfRouting } from '../routing/judged.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { command, type Client } from '../sync/client.ts'
import { sampleAgent } from './agent.ts'

const inbox = 'demo-whatsapp'
const kills = 3

/** New customers, one after the other, until nobody answers any more. */
async function callUntilItDies(server: RunningServer, acknowledged: Set<string>): Promise<void> {
  for (;;) {
    const number = `1650${Math.trunc(Math.random() * 1e9)}`
    const contacts = [{ profile: { name: number }, wa_id: number }]
    const messages = [text(randomUUID(), 'Hello', Math.floor(Date.now() / 1000), number)]
    const letter = signed(hook(change({ contacts, messages })))
    const answer = await fetch(`${server.url}/hooks/whatsapp/${inbox}`, letter).catch(() => null)
    if (answer === null) return
    expect(answer.status).toBe(200)
    acknowledged.add(number)
  }
}

/** Opens what a server left, without a server. */
async function logIn(dataDir: string): Promise<readonly Event[]> {
  const release = lockDirectory(dataDir)
  const sql = await openDatabase(dataDir)
  const keyring = openKeyring(sql, await masterKeyOf(dataDir, sql))
  const events = await since(sql, noColdDays, keyring.log, 'demo', 0, 1_000_000)
  await sql.close()
  release()
  return events
}

const openedIn = (events: readonly Event[]) =>
  events.filter(
    ({ fact }) => fact.type === 'conversation.opened' && (fact as unknown as { inbox: string }).inbox === inbox
  )
const given = (events: readonly Event[]) =>
  events.filter(({ fact }) => fact.type === 'conversation.assigned' && 'why' in fact)
const takes = new Set([
  'conversation.assigned',
  'conversation.claimed',
  'conversation.resolved',
  'conversation.snoozed'
])
const isSynced = (one: Client) => one.frames.some(frame => frame.type === 'snapshot' && frame.last)

async function publish(server: RunningServer, policy: Partial<RoutingPolicy>): Promise<Client> {
  const admin = await sampleAgent(server.url, 'admin@demo.test')
  await admin.until(isSynced, 'the snapshot')
  const set = { type: 'inbox.set-routing', inbox, policy: { ...manual, method: 'round-robin', ...policy } as const }
  expect(await admin.push(1, command(set))).toMatchObject([{ refusal: null }])
  return admin
}

/** Faults that must be found. */
const forgetting = (log: readonly Event[]) => log.filter(event => event !== given(log)[7])
const narrowed = (log: readonly Event[]) =>
  log.map(event => ('policy' in event.fact ? { ...event, fact: { ...event.fact, policy: { limit: 10 } } } : event))

test(
  'a server that is killed while it routes gives everybody to somebody, once, and nobody too many',
  { timeout: 600_000 },
  async () => {
    const fate = chance(6)
    const server = await startServer()
    const called = new Set<string>()
    for (let kill = 1; kill <= kills; kill++) {
      const admin = await publish(server, { limit: 40 * kill })
      const before = given(admin.events).length
      const calling = Promise.all([1, 2, 3, 4].map(() => callUntilItDies(server, called)))
      await admin.until(one => given(one.events).length > before + 10, 'somebody is routed')
      await pause(fate.below(300))
      await server.kill('SIGKILL')
      await calling
      await server.restart()
    }
    const admin = await publish(server, { limit: null })
    const everybodyHas = (one: Client) => {
      const opened = openedIn(one.events).map(({ stream }) => stream)
      const taken = new Set(one.events.filter(({ fact }) => takes.has(fact.type)).map(({ stream }) => stream))
      return new Set(opened).size >= called.size && opened.every(stream => taken.has(stream))
    }
    await admin.until(everybodyHas, 'everybody has somebody')
    await server.kill('SIGTERM')
    const log = await logIn(server.dataDir)
    await server.stop()
    expect(openedIn(log).length).toBeGreaterThanOrEqual(called.size)
    expect(called.size).toBeGreaterThan(10 * kills)
    expect(faultsOfRouting(log, inbox)).toEqual([])
    expect(faultsOfRouting(forgetting(log), inbox).join('\n')).toMatch(/is forgotten[^]*was not done/)
    expect(faultsOfRouting([...log, ...given(log).slice(-1)], inbox).join('\n')).toMatch('is given again')
    expect(faultsOfRouting(narrowed(log), inbox).join('\n')).toMatch(/has 11 of 10/)
  }
)
