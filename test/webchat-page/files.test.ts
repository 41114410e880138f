import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Media } from '../../shared/conversations/content.ts'
import type { Chat } from '../../web/webchat/chat.ts'
import type { FakeSocket } from './fake-socket.ts'
import { memoryFiles, memoryStore, uuid } from './given.ts'
import { pageIn } from './page.ts'

const photo: Media = { media: 'image', file: 'a'.repeat(64), mime: 'image/png', bytes: 3, name: 'dress.png' }
const bytes = new Uint8Array([1, 2, 3]).buffer
let store: ReturnType<typeof memoryStore>
let files: ReturnType<typeof memoryFiles>
let sockets: FakeSocket[]
let ids: number
let brought: string[]
let answer: () => Promise<number>

beforeEach(() => {
  vi.useFakeTimers()
  store = memoryStore()
  files = memoryFiles()
  sockets = []
  ids = 0
  brought = []
  answer = () => Promise.resolve(201)
})
afterEach(() => vi.useRealTimers())

const openPage = () =>
  pageIn({
    store,
    sockets,
    files,
    now: () => ids * 1000,
    newId: () => uuid(++ids),
    put(file, mime, token) {
      brought.push(`${file.slice(0, 3)} ${mime} ${token}`)
      return answer()
    }
  })
const socket = () => sockets.at(-1)!
const settle = () => vi.advanceTimersByTimeAsync(0)
const meet = (token: string | null = 't1') => {
  socket().opened()
  socket().says({ type: 'welcome', token, title: 'Shop', name: null })
  socket().says({ type: 'messages', from: 0, messages: [] })
}
const said = () => socket().sent.map(({ type }) => type)
const standing = (chat: Chat) => chat.lines.value.map(line => [line.waiting?.name ?? line.text, line.standing])

test('a file that was attached offline is brought before its message, and the words after it wait for it', async () => {
  const chat = openPage()
  await chat.sendFile(photo, bytes)
  chat.say('This one?')
  expect(standing(chat)).toEqual([
    ['dress.png', 'sending'],
    ['This one?', 'sending']
  ])
  meet()
  expect(said()).toEqual(['hello', 'stay'])
  expect(store.entries.get('chat:token')).toBe('t1')
  socket().says({ type: 'staying', id: uuid(1) })
  await settle()
  expect([brought, said()]).toEqual([['aaa image/png t1'], ['hello', 'stay', 'send-file']])
  socket().says({ type: 'kept', id: uuid(1) })
  expect([said().at(-1), files.kept.size]).toEqual(['say', 0])
  expect(standing(chat)).toEqual([
    ['dress.png', 'kept'],
    ['This one?', 'sending']
  ])
})

test('it outlives a reload', async () => {
  const before = openPage()
  await before.sendFile(photo, bytes)
  openPage()
  meet()
  socket().says({ type: 'staying', id: uuid(1) })
  await settle()
  expect(said()).toEqual(['hello', 'stay', 'send-file'])
})

test('a line that breaks while it is brought costs nothing: it is brought again, and said once', async () => {
  openPage()
  meet()
  let broke: (status: number) => void = () => undefined
  answer = () => new Promise(resolve => (broke = resolve))
  const chat = openPage()
  meet()
  await chat.sendFile(photo, bytes)
  socket().says({ type: 'staying', id: uuid(1) })
  await settle()
  const first = socket()
  first.cut()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(socket()).not.toBe(first)
  broke(201)
  await settle()
  expect(first.sent.map(({ type }) => type)).not.toContain('send-file')
  answer = () => Promise.resolve(200)
  meet(null)
  socket().says({ type: 'staying', id: uuid(1) })
  await settle()
  expect(said()).toEqual(['hello', 'stay', 'send-file'])
})

test('a server that is away for a moment is asked again by itself', async () => {
  const chat = openPage()
  meet()
  answer = () => Promise.reject(new TypeError('Failed to fetch'))
  await chat.sendFile(photo, bytes)
  socket().says({ type: 'staying', id: uuid(1) })
  await settle()
  expect(said()).toEqual(['hello', 'stay'])
  answer = () => Promise.resolve(201)
  await vi.advanceTimersByTimeAsync(5000)
  expect(said()).toEqual(['hello', 'stay', 'stay'])
})

test.each([
  [413, 'too-big'],
  [415, 'not-what-it-says'],
  [422, 'no-such-file'],
  [429, 'too-many-files'],
  // By what stands before the server, which has its own reasons.
  [403, 'turned-away']
])('what the server will not take (%i) says why, holds nothing up, and is taken away again', async (status, reason) => {
  const chat = openPage()
  meet()
  answer = () => Promise.resolve(status)
  await chat.sendFile(photo, bytes)
  chat.say('Hello')
  socket().says({ type: 'staying', id: uuid(1) })
  await settle()
  expect(chat.lines.value.map(({ refused }) => refused)).toEqual([reason, null])
  expect(said().at(-1)).toBe('say')
  chat.remove(uuid(1))
  expect([chat.lines.value.length, files.kept.size]).toEqual([1, 0])
})

test('bytes that this device lost are said to be lost', async () => {
  const chat = openPage()
  meet()
  await chat.sendFile(photo, bytes)
  files.kept.clear()
  socket().says({ type: 'staying', id: uuid(1) })
  await settle()
  expect([chat.lines.value[0]?.refused, brought]).toEqual(['no-such-file', []])
})
