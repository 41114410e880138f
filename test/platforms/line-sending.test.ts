import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { startSending } from '../../sync-server/platforms/sender.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { brown, called, hook, messageId, text } from './line-events.ts'
import { logger, world } from './world.ts'

const here = world()
const hour = 3_600_000

/** LINE as it documents its keys: what it has taken under one it takes no second time, and says so. */
async function lineWithKeys() {
  const taken = new Map<string, string>()
  const asked: string[] = []
  /** What goes wrong with the next calls, after or before they were taken. */
  const mishaps: ('lost-answer' | 'broken-before' | 'refused')[] = []
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    // Without a key, every call is another.
    const key = String(request.headers['x-line-retry-key'] ?? `none ${asked.length}`)
    asked.push(key)
    const mishap = mishaps.shift()
    if (mishap === 'broken-before') return void request.socket.destroy()
    const say = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (mishap === 'refused') return void say(401, { message: 'Authentication failed.' })
    const before = taken.get(key)
    const id = before ?? `4612309668${taken.size}`
    taken.set(key, id)
    if (mishap === 'lost-answer') return void request.socket.destroy()
    say(before === undefined ? 200 : 409, { message: 'in words', sentMessages: [{ id }] })
  }
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(() => resolve()))
  })
  return { taken, asked, mishaps, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(close => close()))
})

/** A customer on LINE, and our answer, asked for. */
async function answered() {
  const inbox = await here.connect('line')
  const { tenant } = inbox
  const { log, actors, people, letters, news, secrets } = here
  const routes = webhookRoutes({ log, actors, people, letters, news, secrets, logger })
  await routes.request(`/line/${inbox.inbox}`, called(hook(text(1, 'Is it in stock?'))))
  const [contact] = await people.find(tenant, [[{ platform: 'line', kind: 'user_id', value: brown }]])
  const conversation = people.conversationOf(tenant, inbox.inbox, contact!)
  const message = `${tenant}-reply`
  const content = { kind: 'text', text: 'Yes, it is' } as const
  const at = Date.now()
  const reply = { type: 'conversation.reply', id: message, at, conversation, content, seen: messageId(1) } as const
  expect((await here.tell(tenant, reply)).result).toBe('accepted')
  const send = async () => (await actors.state(tenant, 'conversation', conversation)).sends[0]
  return { tenant, conversation, message, at, send }
}
type Answer = Awaited<ReturnType<typeof answered>>

/** The sender over this one reply, with a clock that may run ahead. */
async function sender({ tenant, conversation, message, at }: Answer, baseUrl: string, clock = { aheadMs: 0 }) {
  const { log, actors, secrets } = here
  const job = { tenant, conversation, message, seq: 1, since: at }
  const sending = await startSending({
    actors,
    follow: { ...log.follow, follower: () => ({ stop: () => Promise.resolve() }) as never },
    streams: log.streams,
    secrets,
    unfinished: { ...unfinishedSends(here.sql), all: async () => [job], note: async () => [] },
    openFile: async () => undefined,
    platformOf,
    baseUrlOf: () => baseUrl,
    now: () => Date.now() + clock.aheadMs,
    logger
  })
  return sending
}

const becomes = async (answer: Answer, delivery: string) =>
  await expect.poll(async () => (await answer.send())?.delivery, { timeout: 60_000 }).toBe(delivery)

test('an answer that got lost is asked for again with the same key: the customer has it once, and it is sent', async () => {
  const line = await lineWithKeys()
  line.mishaps.push('lost-answer')
  const answer = await answered()
  const sending = await sender(answer, line.baseUrl)
  await becomes(answer, 'sent')
  await sending.stop()
  expect(await answer.send()).toMatchObject({ platformId: '46123096680' })
  expect([line.taken.size, line.asked.length, new Set(line.asked).size]).toEqual([1, 2, 1])
})

test('a call that broke before it arrived is sent by the second', async () => {
  const line = await lineWithKeys()
  line.mishaps.push('broken-before')
  const answer = await answered()
  const sending = await sender(answer, line.baseUrl)
  await becomes(answer, 'sent')
  await sending.stop()
  expect([line.taken.size, line.asked.length]).toEqual([1, 2])
})

test('a crash in the middle of a call is settled by the next process', async () => {
  const line = await lineWithKeys()
  const answer = await answered()
  const { tenant, conversation, message } = answer
  const start = {
    type: 'conversation.start-sending',
    id: `${message}-start`,
    at: Date.now(),
    conversation,
    message
  } as const
  expect(
    (await here.actors.tell(tenant, start, now => trustedContext({ kind: 'system', id: 'sender' }, now))).result
  ).toBe('accepted')
  expect((await answer.send())?.delivery).toBe('sending')
  const sending = await sender(answer, line.baseUrl)
  await becomes(answer, 'sent')
  await sending.stop()
  expect(line.taken.size).toBe(1)
})

test('a refusal after an answer that got lost says nothing of the first: nobody knows', async () => {
  const line = await lineWithKeys()
  line.mishaps.push('lost-answer', 'refused')
  const answer = await answered()
  const sending = await sender(answer, line.baseUrl)
  await becomes(answer, 'unknown')
  await sending.stop()
  expect(line.asked).toHaveLength(2)
})

test('when the promise has run out it is not asked again', async () => {
  const line = await lineWithKeys()
  line.mishaps.push('lost-answer')
  const answer = await answered()
  const first = await sender(answer, line.baseUrl)
  await expect.poll(async () => (await answer.send())?.failure?.code, { timeout: 60_000 }).toBe('unanswered')
  await first.stop()
  const asked = line.asked.length
  const later = await sender(answer, line.baseUrl, { aheadMs: 23 * hour })
  await becomes(answer, 'unknown')
  await later.stop()
  expect(line.asked.length - asked).toBe(0)
})
