import { expect, test } from 'vitest'
import { protocolVersion } from '../../shared/protocol/version.ts'
import { fingerprintOf } from '../../sync-server/sync/engine/fingerprint.ts'
import {
  given,
  hashAt,
  hello,
  identified,
  inSales,
  judged,
  live,
  need,
  push,
  received,
  standing,
  taken,
  told,
  event
} from './given.ts'
import { step } from '../../sync-server/sync/engine/step.ts'

const bye = (reason: string, comeBackAfterMs: number) => ({ type: 'bye', reason, comeBackAfterMs })
const goodbye = [{ type: 'send' }, { type: 'leave' }, { type: 'hang-up' }] as const

test('[P1] who says hello is identified, joins at once, and is told where the outbox stands', () => {
  given().when(hello()).then({ type: 'listen' }, { type: 'identify' })
  given(hello()).when(identified()).then({ type: 'join' }, { type: 'look-around' })
  const { says } = given(hello(), identified()).when(standing(7, 3))
  expect(says[0]).toMatchObject({ type: 'welcome', acked: 3, head: 7, incarnation: 'life.all', serverTime: 1000 })
})

test('[S2] a new device, one of another life, one from the future and one far behind get a snapshot first', () => {
  for (const cursor of [
    null,
    { incarnation: 'other.all', seq: 1 },
    { incarnation: 'life.all', seq: 30_001 },
    { incarnation: 'life.all', seq: 1 }
  ]) {
    given(hello(cursor), identified())
      .when(standing(30_000))
      .then({ type: 'send' }, { type: 'send' }, { type: 'read-snapshot', seq: 30_000 })
  }
})

test('[R1] a snapshot begins before anything is answered: what is accepted meanwhile is in no past that was', () => {
  const { says } = given(hello({ incarnation: 'other.all', seq: 9 }), identified()).when(standing(4))
  expect(says[1]).toEqual({
    type: 'snapshot',
    seq: 4,
    part: 0,
    last: false,
    fingerprint: fingerprintOf(hashAt(4)),
    streams: []
  })
})

test('[O3] a cursor that fits goes on in the log, and one at the head is live at once', () => {
  const at = (seq: number) => given(hello({ incarnation: 'life.all', seq }), identified()).when(standing(30))
  at(10).then({ type: 'send' }, { type: 'read-log', after: 10 })
  at(30).then({ type: 'send' })
  expect(at(30).session.feed.state).toBe('live')
})

test('[S3] [R1] who shows what it followed goes on only if that is in this log, and is believed if it shows nothing', () => {
  const cursor = { incarnation: 'life.all', seq: 10, fingerprint: fingerprintOf(hashAt(10)) }
  given(hello(cursor)).when(identified()).then({ type: 'join' }, { type: 'look-around', there: 10 })
  given(hello({ ...cursor, fingerprint: undefined }))
    .when(identified())
    .then({ type: 'join' }, { there: null })

  const found = (hashThere: string | null) => given(hello(cursor), identified()).when(standing(30, 0, hashThere))
  found(hashAt(10)).then({ type: 'send' }, { type: 'read-log', after: 10 })
  const fingerprint = fingerprintOf(hashAt(30))
  const begins = [{ type: 'send' }, { type: 'send' }, { type: 'read-snapshot', seq: 30, fingerprint }] as const
  found(hashAt(11)).then(...begins)
  found(null).then(...begins)
})

test('[S3] every frame says what the log is at its end, also one that was cut, and nothing in it tells the hash', () => {
  const long = [event(1, 'inbox:sales', 200_000), event(2, 'inbox:support'), event(3, 'inbox:sales', 200_000)]
  const { says } = given(live(0, inSales)).when(told(long, inSales))
  const shown = says.map(frame => (frame.type === 'events' ? [frame.to, frame.fingerprint] : []))
  expect(shown).toEqual([
    [2, fingerprintOf(hashAt(2))],
    [3, fingerprintOf(hashAt(3))]
  ])
  expect(hashAt(3)).not.toContain(fingerprintOf(hashAt(3)))
})

test('[V1] a client that is too old is told so, one that is newer gets the version we both speak', () => {
  const old = given().when(hello(null, 0))
  expect(old.says).toEqual([bye('too-old', 60_000)])
  const { says } = given(hello(null, 99), identified()).when(standing())
  expect(says[0]).toMatchObject({ type: 'welcome', protocol: protocolVersion })
})

test("somebody else's device, and who has no place in the workspace any more, do not come in", () => {
  const foreign = given(hello()).when({ type: 'identified', isTheirs: false, viewer: null, name: '' })
  expect(foreign.says).toEqual([bye('not-understood', 60_000)])
  const gone = given(hello()).when(identified(null))
  expect(gone.says).toEqual([bye('signed-out', 0)])
  given(hello(), identified())
    .when(standing(0, 0, null, false))
    .then(...goodbye)
})

test('what is no frame, a second hello and anything before the first end the session', () => {
  for (const wrong of [
    given().when(received(null)),
    given().when(push(1)),
    given().when(need('conversation/c')),
    given(live()).when(hello())
  ]) {
    expect(wrong.says).toEqual([bye('not-understood', 60_000)])
    expect(wrong.session.phase).toBe('over')
  }
})

test('[P2] acks gather for a moment, go out at the end of the push, and before a gap is named', () => {
  given(live()).when(push(1, 2)).then({ type: 'listen' }, { type: 'judge' })
  given(live(), push(1, 2)).when(judged(1)).then()
  const late = given(live(), push(1, 2), judged(1)).meanwhile({ now: 1041 }, judged(2))
  expect(late.says).toMatchObject([{ type: 'acks', acks: [{ n: 1 }, { n: 2 }] }])
  const { says } = given(live(), push(1, 9), judged(1)).when(taken(2))
  expect(says).toMatchObject([
    { type: 'acks', acks: [{ n: 1 }] },
    { type: 'gap', expected: 2 }
  ])
})

test('[P2] what was judged before the machine failed is answered, then the client comes back later', () => {
  const { says } = given(live(), push(1, 2), judged(1)).when({ type: 'failed' })
  expect(says).toMatchObject([{ type: 'acks', acks: [{ n: 1 }] }, bye('busy', 2000)])
})

test('[P1] one frame after the other: the second push waits until the first is taken', () => {
  given(live(), push(1)).when(push(2)).then({ type: 'listen' })
  given(live(), push(1), push(2))
    .when(taken())
    .then({ type: 'judge', items: [{ n: 2 }] })
})

test('[F1] who pushes faster than we judge is not read for a while, and who goes on all the same is sent away', () => {
  const pushes = (count: number) => Array.from({ length: count }, (_, i) => push(i + 1))
  given(live(), pushes(7)).when(push(8)).then({ type: 'listen' }, { type: 'pause' })
  given(live(), pushes(8)).when(push(9)).then({ type: 'listen' })
  given(live(), pushes(8)).when(taken()).then({ type: 'resume' }, { type: 'judge' })
  given(live(), pushes(9)).when(taken()).then({ type: 'judge' })
  const flood = given(live(), pushes(256)).when(push(257))
  expect(flood.says).toEqual([bye('busy', 2000)])
})

test('[S1] older events are read when there is room, and only what the viewer may see is sent', () => {
  given(live(0, inSales))
    .meanwhile({ waiting: 300_000 }, need('conversation/c'))
    .then({ type: 'listen' }, { type: 'await-room' })
  given(live(0, inSales)).when(need('conversation/c')).then({ type: 'listen' }, { type: 'read-older', before: 50 })
  const events = [event(1, 'inbox:sales'), event(2, 'inbox:support')]
  const read = { type: 'older-read', stream: 'conversation/c', events } as const
  const { says } = given(live(2, inSales), need('conversation/c')).when(read)
  expect(says).toMatchObject([{ type: 'part', complete: true, events: [{ seq: 1 }] }])
})

test('[O3] a part says nothing of what was committed and not told yet', () => {
  const read = { type: 'older-read', stream: 'conversation/c', events: [event(1), event(2)] } as const
  const { says } = given(live(1), need('conversation/c')).when(read)
  expect(says).toMatchObject([{ type: 'part', events: [{ seq: 1 }] }])
  const earlier = given(live(0), need('conversation/c')).when({ ...read, events: [event(1)] })
  expect(earlier.says).toMatchObject([{ type: 'part', complete: true, events: [] }])
})

test('[S1] where nothing of a part was told yet, what comes before it is read: it is not the beginning of the stream', () => {
  const read = (...seqs: readonly number[]) =>
    ({ type: 'older-read', stream: 'conversation/c', events: seqs.map(seq => event(seq)) }) as const
  const asked = given(live(4), need('conversation/c')).when(read(5, 6))
  asked.then({ type: 'read-older', stream: 'conversation/c', before: 5 })
  const { says } = given(live(4), need('conversation/c'), read(5, 6)).when(read(1, 2, 3, 4))
  expect(says).toMatchObject([
    { type: 'part', complete: true, events: [{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }] }
  ])
})

test('[R2] a ping is answered at once, also while a push is judged, and who is silent is cut off', () => {
  const ping = received({ type: 'ping' })
  expect(given(live(), push(1)).when(ping).says).toEqual([{ type: 'pong' }])
  given(live()).when({ type: 'silent' }).then({ type: 'leave' }, { type: 'cut' })
})

test('[F1] who pings and never reads gets no more to read', () => {
  const { says } = given(live()).meanwhile({ waiting: 1_048_577 }, received({ type: 'ping' }))
  expect(says).toEqual([])
})

test('[S2] whose rights change in mid-stream gets nothing after the goodbye', () => {
  const farewell = { reason: 'scope-changed', comeBackAfterMs: 50 } as const
  const { session, says, then } = given(live(), push(1, 2)).when({ type: 'sent-away', farewell })
  then(...goodbye)
  expect(says).toEqual([bye('scope-changed', 50)])
  for (const later of [judged(1), taken(), push(3), received(null), { type: 'closed' } as const]) {
    expect(step(session, later, { now: 0, waiting: 0 })).toEqual({ session, effects: [] })
  }
})
