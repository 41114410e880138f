import { expect, test } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import type { Input } from '../../sync-server/sync/engine/session.ts'
import { event, given, hello, identified, inSales, live, logRead, snapshotPart, standing, told } from './given.ts'

type Events = Extract<DownFrame, { type: 'events' }>

const ranges = (frames: readonly DownFrame[]) =>
  frames.flatMap(frame => (frame.type === 'events' ? [[frame.from, frame.to]] : []))

test('[O2] who is live hears each commit as it is, also when nothing of it is for them', () => {
  const { says } = given(live(5, inSales)).when(told([event(6, 'inbox:support'), event(7)], inSales))
  expect(says).toMatchObject([{ type: 'events', from: 6, to: 7, events: [] }])
})

test('[O2] what is read from the log while more is told comes once and in order', () => {
  const behind = [hello({ incarnation: 'life.all', seq: 0 }), identified(), standing(2)]
  given(...behind, told([event(3)]))
    .when(logRead(event(1), event(2)))
    .then({ type: 'send' }, { type: 'read-log', after: 2 })
  const caughtUp = given(...behind, told([event(3)]), logRead(event(1), event(2))).when(logRead(event(3)))
  expect(ranges(caughtUp.says)).toEqual([[3, 3]])
  expect(caughtUp.session.feed.state).toBe('live')
  // It was read already, and is told late.
  given(...behind, logRead(event(1), event(2), event(3)))
    .when(told([event(3)]))
    .then()
  const half = given(...behind, logRead(event(1), event(2), event(3))).when(told([event(3), event(4)]))
  expect(ranges(half.says)).toEqual([[4, 4]])
})

test('[O2] a hole in what is told is read from the log', () => {
  given(live(5))
    .when(told([event(9)]))
    .then({ type: 'read-log', after: 5 })
})

test('[S2] a snapshot comes part by part, then what was committed meanwhile, from the log', () => {
  const started = [hello(), identified(), standing(4)]
  given(...started)
    .when(snapshotPart(4, false))
    .then({ type: 'send' }, { type: 'read-snapshot', seq: 4 })
  given(...started)
    .when(snapshotPart(4))
    .then({ type: 'send' })
  given(...started, told([event(5)]))
    .when(snapshotPart(4))
    .then({ type: 'send' }, { type: 'read-log', after: 4 })
})

test('[F1] a snapshot waits for room on the socket, and its next part is not even read before', () => {
  const waits = given(hello(), identified(), standing(4)).meanwhile({ waiting: 300_000 }, snapshotPart(4, false))
  waits.then({ type: 'await-room' })
})

test('[F1] a socket that takes nothing is given a little more than 1 MiB, however much happens', () => {
  const batch = Array.from({ length: 200 }, (_, i) => event(i + 1, 'tenant', 10_000))
  const { effects, says, session } = given(live()).when(told(batch))
  const bytes = effects.reduce((sum, effect) => sum + (effect.type === 'send' ? effect.frame.bytes : 0), 0)
  expect(bytes).toBeLessThan(1.4 * 1_048_576)
  expect(effects.at(-1)).toEqual({ type: 'await-room', bytes: 262_144 })
  expect(session.feed.state).toBe('behind')

  const { to } = says.at(-1) as Events
  given(live(), told(batch)).when({ type: 'room' }).then({ type: 'read-log', after: to })
  // Whatever is committed meanwhile is not sent: it will be read.
  given(live(), told(batch))
    .meanwhile({ waiting: bytes }, told([event(201)]))
    .then()
})

test('[F1] who has fallen behind is served from the log by cursor, a frame at a time, until caught up', () => {
  const log = Array.from({ length: 250 }, (_, i) => event(i + 1, 'tenant', 9000))
  const past: Input[] = [hello({ incarnation: 'life.all', seq: 0 }), identified()]
  const sent: number[][] = []
  let next: Input | undefined = standing(250)
  while (next) {
    const { says, effects } = given(past).when(next)
    sent.push(...ranges(says))
    past.push(next)
    const asked = effects.find(effect => effect.type === 'read-log')
    const read = asked && logRead(...log.slice(asked.after, asked.after + asked.limit))
    next = read ?? (effects.some(effect => effect.type === 'await-room') ? { type: 'room' } : undefined)
  }
  expect(sent.length).toBeGreaterThan(7)
  expect(sent.every(([from], i) => from === (sent[i - 1]?.[1] ?? 0) + 1)).toBe(true)
  expect(sent.at(-1)?.[1]).toBe(250)
  expect(given(past).session.feed.state).toBe('live')
})
