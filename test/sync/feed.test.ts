import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { replay } from '../../shared/kernel/decider.ts'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { longestFrame } from '../../shared/protocol/version.ts'
import { mostWaiting } from '../../sync-server/sync/engine/turn.ts'
import { command, type Client, type Frame } from './client.ts'
import { firm, house } from './house.ts'
import { mostWaitingBytes } from './waiting.ts'

const daybook = house()
const waiting = mostWaitingBytes()

const snapshotOf = (client: Client) => client.frames.filter(frame => frame.type === 'snapshot')
const streamsOf = (client: Client) => snapshotOf(client).flatMap(frame => frame.streams)
const isWhole = (client: Client) => snapshotOf(client).some(frame => frame.last)

test('[S2] a new device gets all it may hold as of one moment, and everything later as events, without a seam', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const early = await customerWrites(inboxes.sales, 'before')
  const writing = Promise.all(Array.from({ length: 20 }, (_, i) => customerWrites(inboxes.sales, `meanwhile ${i}`)))
  const ada = await socket('ada')
  await writing
  const head = await daybook.core.log.follow.head(tenant)
  await ada.until(one => one.cursor === head, 'the head')

  const { seq } = snapshotOf(ada)[0] as Frame<'snapshot'>
  expect(streamsOf(ada).map(one => one.stream)).toContain(`conversation/${early}`)
  expect(streamsOf(ada).every(one => one.events.every(event => event.seq <= seq))).toBe(true)
  const seqs = ada.events.map(event => event.seq)
  expect(new Set(seqs).size).toBe(seqs.length)
  expect(seqs).toHaveLength(head)
})

test('[S1] a new device is brought first what its agent has to answer', async () => {
  const { socket, customerWrites, inboxes, tell } = await firm(daybook)
  const mine = await customerWrites(inboxes.sales, 'the first')
  await tell({ type: 'conversation.assign', conversation: mine, to: 'ada' })
  const others = [await customerWrites(inboxes.sales, 'the second'), await customerWrites(inboxes.sales, 'the last')]
  const ada = await socket('ada')
  await ada.until(isWhole, 'the snapshot')
  const brought = streamsOf(ada).flatMap(({ stream }) => stream.split('conversation/')[1] ?? [])
  expect(brought[0]).toBe(mine)
  expect(new Set(brought)).toEqual(new Set([mine, ...others]))
})

test('[O2] the watermark advances for somebody who may see nothing of it', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const bea = await socket('bea')
  await bea.until(isWhole, 'the snapshot')
  const before = bea.cursor
  await customerWrites(inboxes.sales, 'not for Bea')
  const head = await daybook.core.log.follow.head(tenant)
  expect(head).toBeGreaterThan(before)
  await bea.until(one => one.cursor === head, 'the watermark')
  const later = bea.frames.flatMap(frame => (frame.type === 'events' && frame.to > before ? frame.events : []))
  expect(later).toEqual([])
})

test('[O2] every range begins where the one before ended', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const ada = await socket('ada')
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => customerWrites(i % 2 ? inboxes.sales : inboxes.support, `${i}`))
  )
  const head = await daybook.core.log.follow.head(tenant)
  await ada.until(one => one.cursor === head, 'the head')
  let end = (snapshotOf(ada)[0] as Frame<'snapshot'>).seq
  for (const frame of ada.frames) {
    if (frame.type !== 'events') continue
    expect(frame.from).toBe(end + 1)
    end = frame.to
  }
  expect(end).toBe(head)
})

test('[O3] a device that comes back with its cursor gets only what it missed', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  await customerWrites(inboxes.sales, 'known')
  const ada = await socket('ada')
  await ada.until(isWhole, 'the snapshot')
  const { incarnation } = await ada.next('welcome')
  const seq = ada.cursor
  await ada.close()
  const missed = await customerWrites(inboxes.sales, 'missed')
  const back = await socket('ada', { client: ada.id, cursor: { incarnation, seq } })
  const head = await daybook.core.log.follow.head(tenant)
  await back.until(one => one.cursor === head, 'the head')
  expect(snapshotOf(back)).toEqual([])
  expect(back.events.map(event => event.seq)).toEqual(Array.from({ length: head - seq }, (_, i) => seq + 1 + i))
  expect(back.heard).toContain(missed)
})

test('[R1] a cursor of another life of the log, or from its future, is answered with a snapshot', async () => {
  const { socket, customerWrites, inboxes } = await firm(daybook)
  await customerWrites(inboxes.sales, 'hello')
  const ada = await socket('ada')
  const { incarnation, head } = await ada.next('welcome')
  for (const cursor of [
    { incarnation: 'another life', seq: 1 },
    { incarnation, seq: head + 1000 }
  ]) {
    const other = await socket('ada', { cursor })
    await other.until(isWhole, 'a snapshot')
  }
})

test('[S1] of an inbox an agent does not work in, not one byte arrives', async () => {
  const { socket, customerWrites, inboxes, tell, tenant } = await firm(daybook)
  const canary = `canary-${randomUUID()}`
  const secret = await customerWrites(inboxes.support, `${canary} before`)
  const bea = await socket('bea')
  await bea.until(isWhole, 'the snapshot')
  const ada = await socket('ada')
  await ada.until(isWhole, 'the snapshot')
  await customerWrites(inboxes.support, `${canary} live`, secret)
  await tell({ type: 'contact.set-attribute', contact: `contact-${secret}`, key: 'Secret', value: canary })

  const asked = [`conversation/${secret}`, `contact/contact-${secret}`]
  for (const stream of asked) ada.say({ type: 'need', stream, before: 2 ** 40 })
  const parts = [await ada.next('part'), await ada.next('part')]
  expect(parts.map(part => [part.events, part.complete])).toEqual([
    [[], true],
    [[], true]
  ])
  const acks = await ada.push(
    1,
    command({ type: 'conversation.note', conversation: secret, text: 'let me in' }),
    command({ type: 'contact.rename', contact: `contact-${secret}`, name: 'Eve' }),
    command({ type: 'conversation.claim', conversation: randomUUID() })
  )
  expect(acks.map(ack => ack.refusal?.reason)).toEqual([
    'no-such-conversation',
    'no-such-contact',
    'no-such-conversation'
  ])
  const head = await daybook.core.log.follow.head(tenant)
  await Promise.all([ada, bea].map(one => one.until(it => it.cursor === head, 'the head')))

  // Bea's frames prove that the canary would have been heard.
  expect(bea.heard).toContain(`${canary} before`)
  expect(bea.heard).toContain(`${canary} live`)
  expect(ada.heard).not.toContain(canary)
  // What was asked for is said back as the name of an empty part, and nowhere else.
  const unasked = ada.frames.filter(frame => frame.type !== 'part' && frame.type !== 'acks')
  expect(JSON.stringify(unasked)).not.toContain(secret)
})

test('[S1] another workspace does not exist: its ids yield nothing, wherever they are put', async () => {
  const here = await firm(daybook)
  const there = await firm(daybook)
  const canary = `canary-${randomUUID()}`
  const secret = await there.customerWrites(there.inboxes.sales, canary)
  const admin = await here.socket('admin')
  await admin.until(isWhole, 'the snapshot')
  const streams = [
    `conversation/${secret}`,
    `contact/contact-${secret}`,
    `inbox/${there.inboxes.sales}`,
    `tenant/${there.tenant}`
  ]
  for (const stream of streams) {
    admin.say({ type: 'need', stream, before: 2 ** 40 })
    expect((await admin.next('part')).events).toEqual([])
  }
  const acks = await admin.push(
    1,
    command({ type: 'conversation.note', conversation: secret, text: 'x' }),
    command({ type: 'contact.rename', contact: `contact-${secret}`, name: 'x' }),
    command({ type: 'inbox.rename', inbox: there.inboxes.sales, name: 'x' }),
    command({ type: 'inbox.add-member', inbox: there.inboxes.sales, agent: 'admin' }),
    command({
      type: 'conversation.reply',
      conversation: secret,
      tenant: there.tenant,
      content: { kind: 'text', text: 'x' },
      seen: null
    })
  )
  expect(acks.map(ack => ack.refusal?.reason)).toEqual([
    'no-such-conversation',
    'no-such-contact',
    'no-such-inbox',
    'no-such-inbox',
    'no-such-conversation'
  ])
  expect(admin.heard).not.toContain(canary)
  expect((await daybook.core.actors.state(there.tenant, 'conversation', secret)).last?.text).toBe(canary)
})

test('[S2] a new right brings a fresh snapshot although the cursor was at the head; a lost one takes the inbox away', async () => {
  const { socket, customerWrites, inboxes, tell } = await firm(daybook)
  const conversation = await customerWrites(inboxes.support, 'support only')
  const ada = await socket('ada')
  await ada.until(isWhole, 'the snapshot')
  const before = { incarnation: (await ada.next('welcome')).incarnation, seq: ada.cursor }
  await tell({ type: 'inbox.add-member', inbox: inboxes.support, agent: 'ada' })
  expect(await ada.next('bye')).toMatchObject({ reason: 'scope-changed' })

  const more = await socket('ada', { client: ada.id, cursor: before })
  await more.until(isWhole, 'a new snapshot')
  expect(streamsOf(more).map(one => one.stream)).toContain(`conversation/${conversation}`)

  await tell({ type: 'inbox.remove-member', inbox: inboxes.support, agent: 'ada' })
  await more.next('bye')
  const cursor = { incarnation: (await more.next('welcome')).incarnation, seq: more.cursor }
  const less = await socket('ada', { client: ada.id, cursor })
  await less.until(isWhole, 'a snapshot without it')
  expect(less.heard).not.toContain(conversation)
})

test('who leaves the workspace is signed out at once', async () => {
  const { socket, tell } = await firm(daybook)
  const bea = await socket('bea')
  await tell({ type: 'agent.leave', agent: 'bea' })
  expect((await bea.next('bye')).reason).toBe('signed-out')
  await expect(socket('bea')).rejects.toThrow('could not sign in: 401')
})

test('[S1] a long conversation starts near its end with a carry, and the rest comes when it is asked for', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'first')
  for (let i = 0; i < 260; i += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, j) => customerWrites(inboxes.sales, `word ${i + j}`, conversation))
    )
  }
  const ada = await socket('ada')
  await ada.until(isWhole, 'the snapshot')
  const stream = streamsOf(ada).find(one => one.stream === `conversation/${conversation}`)!
  expect(stream.events).toHaveLength(100)
  expect(stream.events[0]!.version).toBe(stream.from)
  const state = stream.events.reduce(
    (so, event) => conversationDecider.evolve(so, event.fact as ConversationFact),
    stream.carry as Conversation
  )
  expect(state).toEqual(await daybook.core.actors.state(tenant, 'conversation', conversation))

  let before = stream.from
  const older: { version: number; fact: unknown }[] = []
  for (let complete = false; !complete;) {
    ada.say({ type: 'need', stream: stream.stream, before })
    const part = await ada.next('part')
    older.unshift(...part.events)
    before = part.events[0]!.version
    complete = part.complete
  }
  const all = [...older, ...stream.events]
  expect(all.map(event => event.version)).toEqual(Array.from({ length: all.length }, (_, i) => i + 1))
  expect(
    replay(
      conversationDecider,
      all.map(event => event.fact as ConversationFact)
    )
  ).toEqual(state)
})

test('[S1] what was resolved long ago is left out, unless it is mine', async () => {
  const { socket, customerWrites, inboxes, tell, tenant } = await firm(daybook)
  const [old, mine, recent] = await Promise.all(
    ['old', 'mine', 'recent'].map(text => customerWrites(inboxes.sales, text))
  )
  await tell({ type: 'conversation.assign', conversation: mine!, to: 'ada' })
  for (const conversation of [old!, mine!, recent!]) {
    const { lastReceived } = await daybook.core.actors.state(tenant, 'conversation', conversation)
    await tell({ type: 'conversation.resolve', conversation, seen: lastReceived })
  }
  await (await socket('ada')).close()
  const longAgo = Date.now() - 31 * 86_400_000
  await daybook.core.sql.everywhere.query(
    'update thread set changed_at = $1 where tenant = $2 and conversation = any($3)',
    [longAgo, tenant, [old, mine]]
  )
  const ada = await socket('ada')
  await ada.until(isWhole, 'the snapshot')
  const held = streamsOf(ada).map(one => one.stream)
  expect(held).toContain(`conversation/${mine}`)
  expect(held).toContain(`conversation/${recent}`)
  expect(held).not.toContain(`conversation/${old}`)
  ada.say({ type: 'need', stream: `conversation/${old}`, before: 2 ** 40 })
  expect((await ada.next('part')).events.length).toBeGreaterThan(0)
})

test('[F1] a reader that stops reading costs no more than 1 MiB and a frame, and gets everything once it reads again', async () => {
  const { socket, customerWrites, inboxes, tenant } = await firm(daybook)
  const conversation = await customerWrites(inboxes.sales, 'start')
  const [slow, fast] = await Promise.all([socket('ada'), socket('admin')])
  await Promise.all([slow, fast].map(one => one.until(isWhole, 'the snapshot')))
  slow.pause()
  const long = 'x'.repeat(19_000)
  for (let i = 0; i < 25; i++) {
    await Promise.all(Array.from({ length: 20 }, () => customerWrites(inboxes.sales, long, conversation)))
  }
  const head = await daybook.core.log.follow.head(tenant)
  await fast.until(one => one.cursor === head, 'the head')
  const heardMeanwhile = slow.cursor
  slow.resume()
  await slow.until(one => one.cursor === head, 'the head at last')
  expect(heardMeanwhile).toBeLessThan(head)
  expect(waiting()).toBeGreaterThan(mostWaiting / 2)
  expect(waiting()).toBeLessThan(mostWaiting + longestFrame)
  const seqs = slow.events.map(event => event.seq)
  expect(new Set(seqs).size).toBe(seqs.length)
  expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs.map((_, i) => i + 1))
  expect(Math.max(...slow.heard.split('\n').map(frame => frame.length))).toBeLessThan(1_048_576)
}, 120_000)

test('[T1] a device has one socket: a newer one overtakes the older', async () => {
  const { socket } = await firm(daybook)
  const first = await socket('ada')
  const second = await socket('ada', { client: first.id })
  expect((await first.next('bye')).reason).toBe('overtaken')
  second.say({ type: 'ping' })
  await second.next('pong')
})
