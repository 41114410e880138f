import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { openGuests, type Guest } from '../../sync-server/together/guests.ts'
import { mostSocketsOfOne, mostUnread } from '../../sync-server/together/limits.ts'
import { openRooms } from '../../sync-server/together/rooms.ts'
import { openRoom } from '../../sync-server/together/room.ts'
import { openTogether, type TogetherDeps } from '../../sync-server/together/together.ts'
import { askFrame, updateFrame } from '../../sync-server/together/wire.ts'

const guest = (id: string) => ({
  person: { id, name: id },
  send: () => undefined,
  waiting: () => 0,
  close: () => undefined
})

test('only a hand that moves on a reply is told of: no note, no caret, nobody who only looks', () => {
  const told: string[] = []
  const guests = openGuests(({ id }) => void told.push(id))
  const ada = guest('ada')
  guests.add(ada)
  const say = (state: unknown) => guests.say(ada, [{ client: 1, clock: 1, state: JSON.stringify(state) }])
  say({})
  say(null)
  say({ typing: 'note' })
  say({ caret: null })
  expect(told).toEqual([])
  say({ typing: 'reply' })
  say({ typing: 'reply', caret: null })
  say({ typing: 'somebody else', person: { id: 'bea' } })
  expect(told).toEqual(['ada', 'ada'])
})

/** Somebody who reads nothing of what is sent: it waits here. */
function deafGuest(id: string) {
  const closed: number[] = []
  let unread = 0
  const deaf: Guest = {
    ...guest(id),
    send: frame => void (unread += frame.byteLength),
    waiting: () => unread,
    close: code => void closed.push(code)
  }
  return { deaf, closed, unread: () => unread }
}

test('whoever does not read is cut and may come back, also who only asks again and again for all of it', () => {
  const doc = new Y.Doc()
  doc.getText('reply').insert(0, 'word '.repeat(20_000))
  const room = openRoom(
    Y.encodeStateAsUpdate(doc),
    () => Promise.resolve(),
    () => undefined,
    () => undefined
  )
  const { deaf, closed, unread } = deafGuest('ada')
  room.enter(deaf)
  for (let i = 0; i < 30; i++) room.hear(deaf, askFrame(new Y.Doc()))
  expect(unread()).toBeLessThan(mostUnread + 200_000)
  expect(closed.length).toBeGreaterThan(0)
  // 44xx would say that coming back changes nothing.
  expect(closed.every(code => code >= 4500)).toBe(true)
})

/** A room's keeper with a database that fails, or that lets something happen while it is asked. */
function keptTogether(isOpen: () => Promise<boolean>) {
  let erase: () => void = () => undefined
  const workspace = { agent: () => ({ status: 'active', name: 'Ada' }), inboxesOf: () => ['i-1'] }
  const together = openTogether({
    drafts: { read: () => Promise.resolve(undefined), keep: () => Promise.resolve(), drop: () => Promise.resolve() },
    actors: { state: () => Promise.resolve({ status: 'open', inbox: 'i-1' }) },
    roster: { of: () => Promise.resolve(workspace), onChanged: () => undefined },
    signIns: { isOpen, onClosed: () => undefined },
    follow: {
      onCommitted(listener: (batch: unknown) => void) {
        const fact = { type: 'conversation.erased' }
        erase = () => listener({ tenant: 't', events: [{ stream: 'conversation/c-1', fact }] })
      }
    },
    logger: pino({ level: 'silent' })
  } as unknown as TogetherDeps)
  const enter = (socket: Omit<Guest, 'person'>) =>
    together.enter({ tenant: 't', agent: 'ada', key: 'k' }, 'c-1', socket)
  return { enter, erase: () => erase() }
}

test('a database that fails while somebody comes in takes none of their seats', async () => {
  let fails = true
  const { enter } = keptTogether(() => (fails ? Promise.reject(new Error('gone')) : Promise.resolve(true)))
  for (let i = 0; i < mostSocketsOfOne; i++) await expect(enter(guest('ada'))).rejects.toThrow('gone')
  fails = false
  expect(await enter(guest('ada'))).toMatchObject({ leave: expect.any(Function) })
})

test('whoever is shown out while they come in is not in', async () => {
  const { enter, erase } = keptTogether(async () => {
    erase()
    return true
  })
  const said: Uint8Array[] = []
  const answer = await enter({ ...guest('ada'), send: frame => void said.push(frame) })
  expect(answer).toEqual(expect.any(Number))
  expect(said).toEqual([])
})

test('what could not be kept when the last one left is still there for who comes next, and is kept when it can be', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    let isFull = true
    const kept: Uint8Array[] = []
    const keep = async (_tenant: string, _conversation: string, state: Uint8Array) => {
      if (isFull) throw new Error('no room on the disk')
      kept.push(state)
    }
    const drafts = { read: () => Promise.resolve(kept.at(-1)), keep, drop: () => Promise.resolve() }
    const rooms = openRooms(
      drafts,
      () => undefined,
      () => undefined
    )
    const ada = guest('ada')
    const room = await rooms.of('t', 'c-1')
    room?.enter(ada)
    const doc = new Y.Doc()
    doc.getText('reply').insert(0, 'written on a full disk')
    room?.hear(ada, updateFrame(Y.encodeStateAsUpdate(doc)))
    room?.leave(ada)
    await rooms.tidy('t', 'c-1')
    expect(await rooms.of('t', 'c-1')).toBe(room)

    isFull = false
    await vi.advanceTimersByTimeAsync(60_000)
    const read = new Y.Doc()
    if (kept[0]) Y.applyUpdate(read, kept[0])
    expect(read.getText('reply').toString()).toBe('written on a full disk')
    expect(await rooms.of('t', 'c-1')).not.toBe(room)
  } finally {
    vi.useRealTimers()
  }
})
