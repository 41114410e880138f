import { expect, test } from 'vitest'
import type { Author } from '../../shared/kernel/message.ts'
import type { Item } from '../../web/app/device.ts'
import { layOut, midnightBefore, type Line } from '../../web/conversations/lines.ts'

const minute = 60_000
const noon = new Date(2026, 10, 23, 12).getTime()
const customer: Author = { kind: 'customer', id: 'amira' }
const sara: Author = { kind: 'agent', id: 'sara' }
const ben: Author = { kind: 'agent', id: 'ben' }

let count = 0
const base = (by: Author, at: number) => ({ id: `i${++count}`, at, by, onDevice: false, doubt: null })
const content = { kind: 'text' as const, text: 'hello' }
const received = (at: number): Item => ({ ...base(customer, at), kind: 'received', content })
const replied = (at: number, by = sara, delivery: 'sent' | 'failed' = 'sent'): Item => ({
  ...base(by, at),
  kind: 'replied',
  content,
  delivery,
  failure: null,
  platformId: null
})
const noted = (at: number): Item => ({ ...base(sara, at), kind: 'noted', text: 'remember' })
const claimed = (at: number): Item => {
  const own = base(sara, at)
  return { ...own, kind: 'moment', fact: { type: 'conversation.claimed', at, by: sara, cause: own.id } }
}

const page = (...items: Item[]) => layOut(items, midnightBefore)
const shape = (lines: readonly Line[]) =>
  lines.map(line =>
    line.kind === 'group' || line.kind === 'moments' ? `${line.kind} ${line.items.length}` : line.kind
  )

test('each day has one heading, also when it is quiet between', () => {
  const yesterday = noon - 24 * 60 * minute
  expect(shape(page(received(yesterday), received(noon), replied(noon + minute)))).toEqual([
    'day',
    'group 1',
    'day',
    'group 1',
    'group 1'
  ])
})

test('messages of one author within ten minutes share one time', () => {
  expect(shape(page(received(noon), received(noon + 9 * minute), received(noon + 20 * minute)))).toEqual([
    'day',
    'group 2',
    'group 1'
  ])
})

test('two colleagues never share a group', () => {
  expect(shape(page(replied(noon, sara), replied(noon + minute, ben)))).toEqual(['day', 'group 1', 'group 1'])
})

test('a failed message stands alone, with what to do under it', () => {
  expect(shape(page(replied(noon, sara, 'failed'), replied(noon + minute)))).toEqual(['day', 'group 1', 'group 1'])
})

test('a note and an event break a group, and events in a row stand together', () => {
  const lines = page(received(noon), claimed(noon + 1), claimed(noon + 2), noted(noon + 3), received(noon + 4))
  expect(shape(lines)).toEqual(['day', 'group 1', 'moments 2', 'note', 'group 1'])
})

test('a group keeps its key while it grows, so that nothing flickers', () => {
  const first = received(noon)
  const before = page(first)
  const after = page(first, received(noon + minute))
  expect(after[1]?.key).toBe(before[1]?.key)
})

test('an empty conversation is an empty page', () => {
  expect(page()).toEqual([])
})
