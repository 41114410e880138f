// @module-tag long
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { reach } from '../../sync-server/cli/reach.ts'
import { readConfig } from '../../sync-server/config.ts'
import type { Exported } from '../e2e/operator.ts'
import { change, hook, signed, text } from '../platforms/payloads.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { chance } from './chance.ts'
import { deliveriesOf, untrueOf } from './webhook-plan.ts'

/** Set by `npm run test:webhooks`; without it a short sample. */
const { COUNT, SEED = '1' } = process.env
const count = Number(COUNT ?? 120)
const killEvery = COUNT === undefined ? 150 : 2500
const atOnce = 64
/** How long the platform waits, about, before it calls again. */
const patienceMs = 400
const customers = Math.max(8, Math.ceil(count / 100))
const report = (line: string) => COUNT !== undefined && console.log(line)
const patience = { timeout: 300_000 + count * 200 }
const began = Math.floor(Date.now() / 1000)

function webhook(n: number) {
  const from = `4915550${String(n % customers).padStart(6, '0')}`
  const contact = { profile: { name: `Customer ${n % customers}` }, wa_id: from }
  return signed(hook(change({ contacts: [contact], messages: [text(`storm-${n}`, `message ${n}`, began, from)] })))
}

/** Calls as a platform does: again, until it hears that all of it is on disk. */
async function callUntilTaken(n: number, server: RunningServer, isUp: () => Promise<void>): Promise<number> {
  for (let calls = 1; ; calls++) {
    await isUp()
    const answer = await fetch(`${server.url}/hooks/whatsapp/demo-whatsapp`, webhook(n)).catch(() => null)
    await answer?.arrayBuffer().catch(() => null)
    if (answer?.status === 200) return calls
    // Killed under our hands, on its way down or up, or asked too much at once.
    if (answer !== null && answer.status !== 503) throw new Error(`a webhook was answered ${answer.status}`)
    await pause(patienceMs * (0.5 + Math.random()))
  }
}

async function storm(server: RunningServer) {
  const fate = chance(Number(SEED))
  const deliveries = deliveriesOf(count, fate)
  let [taken, calls, kills] = [0, 0, 0]
  let up = Promise.resolve()
  let nextKill = 1 + fate.below(killEvery)
  const since = performance.now()
  const rate = () => Math.round((taken / (performance.now() - since)) * 1000)
  const caller = async (waiting: Iterator<number>) => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      const called = await callUntilTaken(next.value, server, () => up)
      calls += called
      taken += 1
      if (taken < nextKill) continue
      nextKill += 1 + fate.below(2 * killEvery)
      kills += 1
      up = up.then(() => server.restart())
      report(`${taken} of ${deliveries.length} deliveries taken, ${rate()} a second, ${kills} kills`)
    }
  }
  const waiting = deliveries.values()
  await Promise.all(Array.from({ length: atOnce }, () => caller(waiting)))
  await up
  return { deliveries: deliveries.length, calls, kills, rate: rate() }
}

/** How often the log has each webhook, and each customer's first, as the command line reads it. */
async function inTheLog(dataDir: string) {
  const times = new Map<number, number>()
  let opened = 0
  const reached = await reach(readConfig({ DATA_DIR: dataDir }, []))
  for await (const word of reached.ask('export', { tenant: 'demo' })) {
    if (!('item' in word)) continue
    for (const line of String(word.item).trimEnd().split('\n')) {
      const { fact } = JSON.parse(line) as Exported
      if (fact.type === 'conversation.opened' && fact.cause.startsWith('whatsapp:wamid.storm-')) opened += 1
      const message = fact.type === 'conversation.message-received' ? String(Object(fact).message) : ''
      const [, n] = /^wamid\.storm-(\d+)$/.exec(message) ?? []
      if (n !== undefined) times.set(Number(n), (times.get(Number(n)) ?? 0) + 1)
    }
  }
  await reached.close()
  return { times, opened }
}

test(
  'webhooks that come up to five times, 64 at once, while the server is killed, are there once each',
  patience,
  async () => {
    const server = await startServer()
    onTestFinished(() => server.stop())
    const { deliveries, calls, kills, rate } = await storm(server)
    await server.kill('SIGTERM')
    const { times, opened } = await inTheLog(server.dataDir)
    report(`${count} webhooks, ${deliveries} deliveries, ${calls} calls, ${kills} kills, ${rate} deliveries a second`)
    expect(untrueOf(count, times)).toEqual([])
    expect([times.size, opened]).toEqual([count, customers])
    expect(kills).toBeGreaterThan(0)
  }
)

test('a webhook that was lost, and one that is there twice, would be told', () => {
  expect(
    untrueOf(
      3,
      new Map([
        [0, 1],
        [2, 2]
      ])
    )
  ).toEqual(['webhook 1 was answered 200 and is there 0 times', 'webhook 2 was answered 200 and is there 2 times'])
})
