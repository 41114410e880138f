import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { UpFrame } from '../../shared/protocol/up.ts'
import { oldestProtocol, protocolVersion } from '../../shared/protocol/version.ts'
import { missing, pathsIn } from '../protocol/paths.ts'
import type { Client, Frame } from './client.ts'
import { firm, house, type Firm } from './house.ts'

const daybook = house()

/** A client of that version and its server, as they talked: made once, never changed. */
type Line = { readonly dial: true } | { readonly up: UpFrame } | { readonly down: DownFrame }

function recorded(version: number): Line[] {
  const file = new URL(`../protocol/recorded/version-${version}.jsonl`, import.meta.url)
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
}

const conversations = ['0199a0f0-0000-7000-8000-0000000000c1', '0199a0f0-0000-7000-8000-0000000000c2'] as const

/** Two customers have written, as they had when the frames were recorded. */
async function customersWrite({ tell, inboxes }: Firm): Promise<void> {
  for (const [i, conversation] of conversations.entries()) {
    const contact = `contact-${conversation}`
    const inbox = inboxes.sales
    const handles = [{ platform: 'webchat', kind: 'visitor', value: contact }]
    await tell({ type: 'contact.meet', contact, inbox, handles, name: 'Maya' })
    const said = { message: `message-${i + 1}`, content: { kind: 'text' as const, text: 'Hello?' } }
    await tell({ type: 'conversation.receive', conversation, inbox, platform: 'webchat', contact, ...said })
  }
}

/** Says what was said then; only where it stands in the log it has to hear anew. Answers all that came. */
async function replay(lines: readonly Line[], { socket, tell }: Firm): Promise<DownFrame[]> {
  const clients: Client[] = []
  for (const line of lines) {
    const now = clients.at(-1)
    if ('dial' in line) {
      await now?.close()
      // Meanwhile somebody else is given what this client will claim.
      if (now) await tell({ type: 'conversation.assign', conversation: conversations[1], to: 'bea' })
      clients.push(await socket('ada', { greets: false }))
    } else if ('up' in line && now) {
      now.say(line.up.type === 'hello' ? { ...line.up, cursor: cursorOf(clients.at(-2)) } : line.up)
      await now.until(client => isAnswered(client, line.up), `the answer to ${JSON.stringify(line.up)}`)
    }
  }
  await clients.at(-1)?.close()
  return clients.flatMap(client => client.frames)
}

const firstOf = <T extends DownFrame['type']>(client: Client, type: T) =>
  client.frames.find((frame): frame is Frame<T> => frame.type === type)

function cursorOf(before: Client | undefined) {
  const { incarnation } = (before && firstOf(before, 'welcome')) ?? {}
  return before && incarnation ? { incarnation, seq: before.cursor } : null
}

function isAnswered(client: Client, up: UpFrame): boolean {
  switch (up.type) {
    case 'hello':
      return client.cursor >= (firstOf(client, 'welcome')?.head ?? Infinity)
    case 'push': {
      const acks = client.frames.flatMap(frame => (frame.type === 'acks' ? frame.acks : []))
      return up.items.every(item => acks.some(ack => ack.n === item.n))
    }
    case 'need':
      return firstOf(client, 'part') !== undefined
    case 'ping':
      return firstOf(client, 'pong') !== undefined
    default:
      return unreachable(up)
  }
}

const answersIn = (frames: readonly DownFrame[]) =>
  frames.flatMap(frame => (frame.type === 'acks' ? frame.acks.map(({ n, refusal }) => [n, refusal?.reason]) : []))

test('[V1] a client of the version before is understood, and finds in every answer all that it read there', async () => {
  const before = protocolVersion - 1
  expect(oldestProtocol).toBe(before)
  const lines = recorded(before)
  const then = lines.flatMap(line => ('down' in line ? [line.down] : []))
  const shop = await firm(daybook)
  await customersWrite(shop)
  const now = await replay(lines, shop)

  expect(answersIn(now)).toEqual(answersIn(then))
  expect(answersIn(now)).toHaveLength(8)
  expect(pathsIn(then).size).toBeGreaterThan(50)
  expect(missing(then, now)).toEqual([])
  expect(now.filter(frame => frame.type === 'welcome').map(frame => frame.protocol)).toEqual([before, before])
  const { status, last } = await daybook.core.actors.state(shop.tenant, 'conversation', conversations[0])
  expect([status, last?.text]).toEqual(['resolved', 'written offline'])
})

test('a field that was taken away, or is another kind of thing, is missed', () => {
  const ack = { n: 1, refusal: { reason: 'already-claimed', by: 'bea' } }
  const then = [{ type: 'acks', acks: [{ ...ack, refusal: null }, ack] }]
  expect(missing(then, [{ type: 'acks', acks: [{ n: 1, seq: 2, refusal: null }, ack] }])).toEqual([])
  expect(missing(then, [{ type: 'acks', acks: [{ n: '1', refusal: { reason: 'already-claimed' } }] }])).toEqual([
    '(acks).acks[].n: number',
    '(acks).acks[].refusal: null',
    '(acks).acks[].refusal(already-claimed).by: string'
  ])
})
