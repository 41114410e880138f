import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChatDown, ChatUp } from '../../shared/protocol/webchat.ts'
import type { Chat } from '../../web/webchat/chat.ts'
import { hearTab } from '../../web/webchat/other-tabs.ts'
import type { FakeSocket } from './fake-socket.ts'
import { memoryStore, mine, theirs, uuid } from './given.ts'
import { pageIn } from './page.ts'

let store: ReturnType<typeof memoryStore>
let sockets: FakeSocket[]
let ids: number
/** How far the device's clock was put back. */
let backMs: number

beforeEach(() => {
  vi.useFakeTimers()
  store = memoryStore()
  sockets = []
  ids = 0
  backMs = 0
})
afterEach(() => vi.useRealTimers())

const openPage = () => pageIn({ store, sockets, now: () => ids * 1000 - backMs, newId: () => uuid(++ids) })

const socket = () => sockets.at(-1)!
const welcome = (token: string | null, name: string | null = null): ChatDown => ({
  type: 'welcome',
  token,
  title: 'Shop',
  name
})

function meet(token: string | null, messages: Extract<ChatDown, { type: 'messages' }>['messages'] = [], from = 0) {
  socket().opened()
  socket().says(welcome(token))
  socket().says({ type: 'messages', from, messages })
}

function sent<K extends ChatUp['type']>(type: K, of = socket()): Extract<ChatUp, { type: K }>[] {
  return of.sent.filter((frame): frame is Extract<ChatUp, { type: K }> => frame.type === type)
}

const standings = (chat: Chat) => chat.lines.value.map(({ text, standing }) => `${text}: ${standing}`)

test('a message is on the disk of the device before it is sent, and a clock until the server has it', () => {
  const chat = openPage()
  chat.say('Hello')
  expect([...store.entries.keys()]).toContain(`chat:unsent:${uuid(1)}`)
  expect(standings(chat)).toEqual(['Hello: sending'])
  meet('t1')
  expect(sent('say')).toEqual([{ type: 'say', id: uuid(1), at: 0, text: 'Hello' }])
  socket().says({ type: 'kept', id: uuid(1) })
  expect(standings(chat)).toEqual(['Hello: kept'])
  expect(store.entries.has(`chat:unsent:${uuid(1)}`)).toBe(false)
})

test('one line is shown when the server tells a kept message back', () => {
  const chat = openPage()
  meet('t1')
  chat.say('Hello')
  socket().says({ type: 'kept', id: uuid(1) })
  socket().says({ type: 'messages', from: 0, messages: [{ ...mine(uuid(1)), text: 'Hello' }] })
  expect(standings(chat)).toEqual(['Hello: kept'])
})

test('after a cut before the answer, the same message is said again with the same id', () => {
  const chat = openPage()
  meet('t1')
  chat.say('Hello')
  const [first] = sent('say')
  socket().cut()
  vi.advanceTimersByTime(1000)
  meet(null)
  expect(sent('say')).toEqual([first])
})

test('a message that had arrived, though its answer was lost, is not said again', () => {
  const chat = openPage()
  meet('t1')
  chat.say('Hello')
  socket().cut()
  vi.advanceTimersByTime(1000)
  socket().opened()
  socket().says(welcome(null))
  socket().says({ type: 'messages', from: 0, messages: [{ ...mine(uuid(1)), text: 'Hello' }] })
  expect(standings(chat)).toEqual(['Hello: kept'])
  chat.say('And this?')
  expect(sent('say').map(({ id }) => id)).toContain(uuid(2))
})

test('what was written without a network goes out after a reload, in order, one after the other', () => {
  const before = openPage()
  before.say('one')
  before.say('two')
  const chat = openPage()
  meet('t1')
  expect(sent('say').map(({ text }) => text)).toEqual(['one'])
  socket().says({ type: 'kept', id: uuid(1) })
  socket().says({ type: 'kept', id: uuid(2) })
  expect(sent('say').map(({ text }) => text)).toEqual(['one', 'two'])
  expect(standings(chat)).toEqual(['one: kept', 'two: kept'])
})

test('a refused message keeps its words, tells why, and does not stop the next one', () => {
  const chat = openPage()
  meet('t1')
  chat.say('a book')
  chat.say('a line')
  socket().says({ type: 'refused', id: uuid(1), reason: 'too-long' })
  socket().says({ type: 'kept', id: uuid(2) })
  expect(standings(chat)).toEqual(['a line: kept', 'a book: refused'])
  chat.edit(uuid(1))
  expect(chat.draft.text.value).toBe('a book')
  expect(standings(chat)).toEqual(['a line: kept'])
})

test('words given back do not overwrite what was begun since', () => {
  const chat = openPage()
  meet('t1')
  chat.say('first')
  socket().says({ type: 'refused', id: uuid(1), reason: 'too-fast' })
  chat.draft.write('second')
  chat.edit(uuid(1))
  expect(chat.draft.text.value).toBe('first\nsecond')
})

test('trying a refused message again says it once more, with its id', () => {
  const chat = openPage()
  meet('t1')
  chat.say('quick')
  socket().says({ type: 'refused', id: uuid(1), reason: 'too-fast' })
  chat.retry(uuid(1))
  expect(sent('say').map(({ id }) => id)).toEqual([uuid(1), uuid(1)])
  expect(standings(chat)).toEqual(['quick: sending'])
})

test('a page that was only opened keeps no token; the first words put it on the shelf before they are said', () => {
  const chat = openPage()
  meet('t1')
  expect(store.entries.has('chat:token')).toBe(false)
  chat.say('Hello')
  expect(store.entries.get('chat:token')).toBe('t1')
})

test('a visitor whom the server has forgotten starts anew and loses no words', () => {
  store.entries.set('chat:token', 'old')
  const chat = openPage()
  chat.say('Still there?')
  meet('new')
  expect(sent('hello')[0]?.token).toBe('old')
  expect(store.entries.get('chat:token')).toBe('new')
  expect(sent('say').map(({ text }) => text)).toEqual(['Still there?'])
})

test('two tabs of a new visitor end up in one conversation', () => {
  const one = openPage()
  meet('t1')
  const first = socket()
  const other = openPage()
  meet('t2')
  one.say('Hello')
  first.says({ type: 'kept', id: uuid(1) })
  expect(store.entries.get('chat:met')).toBe('t1')
  other.join('t1')
  socket().opened()
  expect(sent('hello').at(-1)?.token).toBe('t1')
  socket().says(welcome(null))
  other.say('Me again')
  expect(store.entries.get('chat:token')).toBe('t1')
})

test('a gap in the conversation makes the page ask for all of it', () => {
  const chat = openPage()
  meet('t1', [mine('a')])
  socket().says({ type: 'messages', from: 5, messages: [theirs('f')] })
  socket().opened()
  expect(sockets).toHaveLength(2)
  expect(sent('hello')).toEqual([{ type: 'hello', token: 't1', have: 0, courtesies: true, quotes: true, now: 0 }])
  expect(chat.shown.value).toEqual([])
})

test('an answer is delivered when it is here and read when it was looked at, each told once a socket', () => {
  const chat = openPage()
  meet('t1', [mine('a'), theirs('b'), theirs('c')])
  expect(chat.unread.value).toBe(2)
  chat.looked('c')
  chat.looked('b')
  expect(sent('receipt').map(({ status, message }) => `${status} ${message}`)).toEqual(['delivered c', 'read c'])
  expect(chat.unread.value).toBe(0)
})

test('what was read without a network is told when it is back', () => {
  const chat = openPage()
  meet('t1', [theirs('b')])
  socket().cut()
  chat.looked('b')
  vi.advanceTimersByTime(1000)
  meet(null, [], 1)
  expect(sent('receipt').map(({ status }) => status)).toEqual(['delivered', 'read'])
})

test('a name given without a network is said at the next welcome, until the server knows it', () => {
  const chat = openPage()
  chat.callMe('Maya')
  meet('t1')
  expect(sent('call-me')).toEqual([{ type: 'call-me', name: 'Maya' }])
  expect(chat.name.value).toBe('Maya')
  socket().cut()
  vi.advanceTimersByTime(1000)
  socket().opened()
  socket().says(welcome(null, 'Maya'))
  expect(sent('call-me')).toEqual([])
})

test('a browser that keeps nothing is said so, and the chat still works', () => {
  store.broken = true
  const chat = openPage()
  expect(chat.lasts.value).toBe(false)
  meet('t1')
  chat.say('Hello')
  socket().says({ type: 'kept', id: uuid(1) })
  expect(standings(chat)).toEqual(['Hello: kept'])
})

test('who writes is shown for a few seconds, and not beside their words', () => {
  const chat = openPage()
  meet('t')
  expect(sent('hello')).toMatchObject([{ courtesies: true, quotes: true, now: 0 }])
  socket().says({ type: 'writing', from: 'Ana' })
  expect(chat.writing.value).toBe('Ana')
  vi.advanceTimersByTime(6000)
  expect(chat.writing.value).toBe(null)
  socket().says({ type: 'writing', from: 'Ana' })
  socket().says({ type: 'messages', from: 0, messages: [theirs('a')] })
  expect(chat.writing.value).toBe(null)
})

test('what was read is marked, and counted anew on a new socket', () => {
  const chat = openPage()
  meet('t', [mine('a'), mine('b')])
  socket().says({ type: 'read', count: 1 })
  expect(chat.lines.value.map(({ standing }) => standing)).toEqual(['read', 'kept'])
  socket().says(welcome(null))
  expect(chat.lines.value.map(({ standing }) => standing)).toEqual(['kept', 'kept'])
})

test('words keep the order in which they were written, although the clock is put back between them', () => {
  const chat = openPage()
  ids = 100
  chat.say('One')
  backMs = 90_000
  chat.say('Two')
  chat.say('Three')
  expect(chat.lines.value.map(line => line.text)).toEqual(['One', 'Two', 'Three'])
  meet('t1')
  expect(sent('say').map(({ text }) => text)).toEqual(['One'])
})

test('what is typed in one tab stands in the other, which does not write over it', () => {
  const [one, other] = [openPage(), openPage()]
  const tell = (to: Chat, key: string) => hearTab(to, key, store.entries.get(`chat:${key}`) ?? null)
  one.draft.write('A long letter')
  tell(other, 'draft')
  expect(other.draft.text.value).toBe('A long letter')
  other.draft.write('A long letter, done')
  tell(one, 'draft')
  expect(one.draft.text.value).toBe('A long letter, done')
  other.say('A long letter, done')
  tell(one, 'draft')
  expect(one.draft.text.value).toBe('')
})
