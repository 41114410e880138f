import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { exported } from '../e2e/operator.ts'
import { change, hook, signed, status, text } from '../platforms/payloads.ts'
import { sampleAgent, sampleCookie } from '../server/agent.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { chance } from './chance.ts'
import { countingVendor, type Moment } from './counting-vendor.ts'
import type { Death } from './dying-actors.ts'
import { replyingDevice, type Talk } from './replying.ts'
import { untrueOfSends, type Told } from './sends-judged.ts'

/** Set by `npm run test:sends`; without it each step once. */
const { COUNT, SEED = '1' } = process.env
const report = (line: string) => COUNT !== undefined && console.log(line)

/** Every step of the sending path at which the process may die. */
type Step = { readonly name: string; readonly death: Omit<Death, 'lets'> | Moment }
const steps: readonly Step[] = [
  { name: 'the reply is on record, and nobody works at it yet', death: { at: 'conversation.reply', when: 'after' } },
  { name: 'before the start is on record', death: { at: 'conversation.start-sending', when: 'before' } },
  { name: 'after the start, before the call', death: { at: 'conversation.start-sending', when: 'after' } },
  { name: 'the call is under way', death: 'heard' },
  { name: 'taken and not answered', death: 'taken' },
  { name: 'answered and not on record', death: { at: 'conversation.end-sending', when: 'before' } },
  { name: 'on record, and still on the list', death: { at: 'conversation.end-sending', when: 'after' } }
]
const count = Number(COUNT ?? steps.length * 8)
const lives = Math.max(steps.length, Math.ceil(count / 50))
// Few to each: a platform takes forty-five to one person at once, and then one every six seconds.
const conversations = Math.max(10, Math.ceil(count / 20))
const patience = { timeout: 240_000 + lives * 30_000 }

const numberOf = (customer: number) => `4915551${String(customer).padStart(6, '0')}`

async function customersOf(server: RunningServer): Promise<readonly Talk[]> {
  const at = Math.floor(Date.now() / 1000)
  for (let n = 0; n < conversations; n++) {
    const from = numberOf(n)
    const contact = { profile: { name: `Customer ${n}` }, wa_id: from }
    const call = signed(hook(change({ contacts: [contact], messages: [text(`asks-${n}`, 'hello', at, from)] })))
    expect((await fetch(`${server.url}/hooks/whatsapp/demo-whatsapp`, call)).status).toBe(200)
  }
  const agent = await sampleAgent(server.url)
  const talks = () =>
    new Map(
      agent.events.flatMap(({ stream, fact }) => {
        const [, n] = /^whatsapp:wamid\.asks-(\d+)$/.exec(fact.cause) ?? []
        if (n === undefined || fact.type !== 'conversation.message-received') return []
        const conversation = stream.slice('conversation/'.length)
        return [[n, { conversation, customer: numberOf(Number(n)), seen: `wamid.asks-${n}` }] as const]
      })
    )
  await agent.until(() => talks().size === conversations, 'the customers')
  await agent.close()
  return [...talks().values()]
}

/** Until nothing is left to be sent, as admins see it. */
async function untilNothingWaits(server: RunningServer): Promise<void> {
  const cookie = await sampleCookie(server.url, 'admin@demo.test')
  for (;;) {
    const answer = await fetch(`${server.url}/api/inboxes`, { headers: { cookie } })
    const { inboxes } = (await answer.json()) as { inboxes: { inbox: string; waiting: number }[] }
    if (inboxes.find(one => one.inbox === 'demo-whatsapp')?.waiting === 0) return
    await pause(100)
  }
}

type Vendor = Awaited<ReturnType<typeof countingVendor>>

/** What every reply has come to, as an agent reads it. The server is down. */
async function toldOf(dataDir: string, messages: readonly string[], vendor: Vendor): Promise<readonly Told[]> {
  const streams = Map.groupBy(await exported(dataDir), event => event.stream)
  const deliveries = new Map(
    [...streams]
      .filter(([stream]) => stream.startsWith('conversation/'))
      .flatMap(
        ([, events]) =>
          turnPage(
            emptyPage,
            events.map(({ fact }) => fact as ConversationFact)
          ).items
      )
      .flatMap(item => (item.kind === 'replied' ? [[item.id, item.delivery] as const] : []))
  )
  return messages.map(message => ({
    message,
    delivery: deliveries.get(message),
    taken: vendor.taken.get(message) ?? 0,
    isRefused: vendor.moods.get(message) === 'refuses' && vendor.calls.has(message)
  }))
}

test(
  'replies whose process dies at every step are sent once, or are seen to be in doubt',
  { ...patience, tags: 'long' },
  async () => {
    const fate = chance(Number(SEED))
    const here = mkdtempSync(join(tmpdir(), 'daybook-dies-'))
    const plan = join(here, 'plan.json')
    const diesAt = (death: Death | null) => writeFileSync(plan, JSON.stringify(death))
    diesAt(null)
    const vendor = await countingVendor(fate)
    const preload = new URL('die-at.ts', import.meta.url).href
    const env = { NODE_OPTIONS: `--import=${preload}`, DIES_AT: plan, WHATSAPP_BASE_URL: vendor.baseUrl }
    const server = await startServer({ env })
    onTestFinished(async () => {
      await server.stop()
      await vendor.close()
      rmSync(here, { recursive: true })
    })
    const device = replyingDevice(await customersOf(server))
    const since = performance.now()

    for (let life = 0; life < lives; life++) {
      const { name, death } = steps[life % steps.length]!
      const lets = fate.below(5)
      const more = Math.ceil((count * (life + 1)) / lives) - device.messages().length
      diesAt(typeof death === 'string' ? null : { ...death, lets })
      if (typeof death === 'string') vendor.ambushAt(death, lets, () => void server.kill('SIGKILL'))
      // What was left from the life before may bring it to its death before anybody can greet it.
      await server.restart().catch(() => undefined)
      const socket = await device.reply(server, more)
      await socket?.until(one => one.isClosed, `a death: ${name}`)
      const seconds = (performance.now() - since) / 1000
      report(`${device.messages().length} replies, ${life + 1} deaths after ${Math.round(seconds)} s: ${name}`)
    }
    diesAt(null)
    await server.restart()
    await (await device.reply(server, 0))?.close()
    const messages = device.messages()
    let told: readonly Told[] = []
    // What was on record and not on the list yet may come to it after we looked.
    for (let look = 0; look < 5; look++) {
      await untilNothingWaits(server)
      await server.kill('SIGTERM')
      told = await toldOf(server.dataDir, messages, vendor)
      await server.restart()
      if (!told.some(({ delivery }) => delivery === 'waiting' || delivery === 'sending')) break
    }
    const counted = Map.groupBy(told, ({ delivery }) => delivery)
    report([...counted].map(([delivery, all]) => `${all.length} ${delivery}`).join(', '))
    expect(untrueOfSends(told)).toEqual([])
    expect([messages.length, new Set(messages).size]).toEqual([count, count])

    // What the vendor tells later of those in doubt settles them, and asks nobody again.
    const doubted = told.filter(one => one.delivery === 'unknown' && one.taken === 1)
    expect([counted.has('sent'), doubted.length > 0]).toEqual([true, true])
    const callsBefore = new Map(vendor.calls)
    for (const { message } of doubted) {
      const ours = { biz_opaque_callback_data: message, recipient_id: device.customerOf(message) }
      const said = status(`taken-${message}`, 'delivered', Math.floor(Date.now() / 1000), ours)
      const call = signed(hook(change({ statuses: [said] })))
      expect((await fetch(`${server.url}/hooks/whatsapp/demo-whatsapp`, call)).status).toBe(200)
    }
    await server.kill('SIGTERM')
    const settled = await toldOf(server.dataDir, messages, vendor)
    expect(untrueOfSends(settled)).toEqual([])
    const isSettled = new Set(doubted.map(one => one.message))
    expect(settled.filter(one => isSettled.has(one.message) && one.delivery !== 'delivered')).toEqual([])
    expect(vendor.calls).toEqual(callsBefore)
  }
)

test('a reply that went twice, one that never went, and a doubt that is hidden, would be told', () => {
  const well: Told = { message: 'm', delivery: 'sent', taken: 1, isRefused: false }
  const untrue = (wrong: Partial<Told>) => untrueOfSends([{ ...well, ...wrong }])
  expect(untrue({})).toEqual([])
  expect(untrue({ delivery: 'unknown', taken: 0 })).toEqual([])
  expect(untrue({ delivery: 'failed', taken: 0, isRefused: true })).toEqual([])
  expect(untrue({ delivery: 'unknown', taken: 2 })).toEqual(['m was taken 2 times'])
  expect(untrue({ taken: 0 })).toEqual(['m is sent, and nobody took it'])
  expect(untrue({ delivery: 'failed' })).toEqual(['m failed, and was taken'])
  expect(untrue({ delivery: 'failed', taken: 0 })).toEqual(['m failed, and nobody refused it'])
  expect(untrue({ delivery: 'sending' })).toEqual(['m is sending for ever'])
  expect(untrue({ delivery: undefined, taken: 0 })).toEqual(['m is not there'])
})
