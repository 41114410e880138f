import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChatDown, ChatMessage } from '../../shared/protocol/webchat.ts'
import type { Chat } from '../../web/webchat/chat.ts'
import type { FakeSocket } from './fake-socket.ts'
import { memoryStore, mine, uuid } from './given.ts'
import { pageIn } from './page.ts'

const dayMs = 86_400_000
let store: ReturnType<typeof memoryStore>
let sockets: FakeSocket[]
let ids: number
let now: number

beforeEach(() => {
  vi.useFakeTimers()
  store = memoryStore()
  sockets = []
  ids = 0
  now = 0
})
afterEach(() => vi.useRealTimers())

const openPage = () => pageIn({ store, sockets, now: () => now, newId: () => uuid(++ids) })

const socket = () => sockets.at(-1)!

function meet(log: string, token: string | null, messages: readonly ChatMessage[] = [], name: string | null = null) {
  socket().opened()
  const welcome: ChatDown = { type: 'welcome', token, title: 'Shop', name, log }
  socket().says(welcome)
  socket().says({ type: 'messages', from: 0, messages: [...messages] })
}

function cut(): void {
  socket().cut()
  vi.advanceTimersByTime(1000)
}

function say(chat: Chat, text: string): void {
  chat.say(text)
  socket().says({ type: 'kept', id: uuid(ids) })
}

const said = () => socket().sent.flatMap(frame => (frame.type === 'say' ? [frame.text] : []))
const standings = (chat: Chat) => chat.lines.value.map(({ text, standing }) => `${text}: ${standing}`)

test('what a server has forgotten that was put back to a backup is said again, with its id, in order', () => {
  const chat = openPage()
  meet('life-1', 't1')
  say(chat, 'one')
  say(chat, 'two')
  say(chat, 'three')
  cut()
  meet('life-2', null, [{ ...mine(uuid(1)), text: 'one' }])
  expect(standings(chat)).toEqual(['one: kept', 'two: sending', 'three: sending'])
  socket().says({ type: 'kept', id: uuid(2) })
  socket().says({ type: 'kept', id: uuid(3) })
  expect(said().slice(-2)).toEqual(['two', 'three'])
  expect(standings(chat)).toEqual(['one: kept', 'two: kept', 'three: kept'])
})

test('so it is by a page that was closed meanwhile, and by somebody whom the server does not know any more', () => {
  const before = openPage()
  meet('life-1', 't1')
  before.callMe('Ana')
  say(before, 'one')
  const chat = openPage()
  meet('life-2', 't2')
  expect(said()).toEqual(['one'])
  expect(socket().sent).toContainEqual({ type: 'call-me', name: 'Ana' })
  expect(chat.name.value).toBe('Ana')
})

test('what is shown from another log is not counted as had', () => {
  const chat = openPage()
  meet('life-1', 't1')
  say(chat, 'one')
  cut()
  socket().opened()
  expect(socket().sent).toMatchObject([{ type: 'hello', log: 'life-1' }])
})

test('after a cut from the same log nothing is said again', () => {
  const chat = openPage()
  meet('life-1', 't1')
  say(chat, 'one')
  cut()
  meet('life-1', null, [mine(uuid(1))])
  expect(said()).toEqual([])
})

test('nor is what was erased, also when a backup is put back later', () => {
  const chat = openPage()
  meet('life-1', 't1')
  say(chat, 'one')
  cut()
  meet('life-1', 't2')
  cut()
  meet('life-2', 't3')
  expect(said()).toEqual([])
  expect(standings(chat)).toEqual([])
})

test('nor what is older than a week, and a browser is not filled with it', () => {
  const chat = openPage()
  meet('life-1', 't1')
  say(chat, 'long ago')
  now = 8 * dayMs
  for (let at = 0; at < 120; at++) say(chat, 'x'.repeat(1000))
  const kept = [...store.entries.keys()].filter(key => key.startsWith('chat:said:'))
  expect(kept).toHaveLength(100)
  expect(kept).not.toContain(`chat:said:${uuid(1)}`)
})
