import { expect, test } from 'vitest'
import type { Follow } from '../../sync-server/log/follow.ts'
import type { Batch, Recorded } from '../../sync-server/log/recorded.ts'
import { eventsFrames } from '../../sync-server/sync/events-frames.ts'
import { openFeed } from '../../sync-server/sync/feed.ts'
import type { Viewer } from '../../sync-server/sync/viewer.ts'
import { mostWaiting, type Wire } from '../../sync-server/sync/wire.ts'

const viewer: Viewer = { agent: 'ada', role: 'admin', sight: 'all', sees: () => true }

/** A log and a socket that takes bytes only when it is told to. */
function scene() {
  const log: Recorded[] = []
  const sent: { from: number; to: number }[] = []
  let waiting = 0
  let most = 0
  let reads = 0
  const follow: Pick<Follow, 'since'> = {
    since: (_, seq, limit) => {
      reads++
      return Promise.resolve(log.filter(event => event.seq > seq).slice(0, limit))
    }
  }
  const nothing = () => undefined
  const wire: Wire = {
    send(encoded) {
      waiting += encoded.length
      most = Math.max(most, waiting)
      sent.push(JSON.parse(String(encoded)) as { from: number; to: number })
    },
    waiting: () => waiting,
    pause: nothing,
    resume: nothing,
    close: nothing,
    cut: nothing
  }
  const feed = openFeed('t', viewer, wire, follow as Follow, error => {
    throw error
  })
  return {
    sent,
    feed,
    get most() {
      return most
    },
    get reads() {
      return reads
    },
    takeAll: () => (waiting = 0),
    commit(count: number, bytes: number) {
      const from = log.length + 1
      const events = Array.from({ length: count }, (_, i) => eventOf(from + i, bytes))
      log.push(...events)
      const batch: Batch = { tenant: 't', from, to: log.length, events }
      feed.deliver(batch, () => eventsFrames(batch, viewer))
    },
    head: () => log.length
  }
}

function eventOf(seq: number, bytes: number): Recorded {
  const fact = { type: 'x', at: 0, by: { kind: 'system' as const, id: 'x' }, cause: 'c', text: 'y'.repeat(bytes) }
  return { seq, stream: 'conversation/c', version: seq, recordedAt: 0, scope: 'tenant', fact }
}

const settled = () => new Promise(resolve => setTimeout(resolve, 120))

test('[F1] a socket that takes nothing is given a little more than 1 MiB, however much happens', async () => {
  const one = scene()
  one.feed.startAfter(0)
  await settled()
  for (let i = 0; i < 200; i++) one.commit(10, 10_000)
  await settled()
  expect(one.head() * 10_000).toBeGreaterThan(15 * mostWaiting)
  expect(one.most).toBeLessThan(1.4 * mostWaiting)

  for (let i = 0; i < 200 && one.sent.at(-1)?.to !== one.head(); i++) {
    one.takeAll()
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  expect(one.sent.at(-1)?.to).toBe(one.head())
  expect(one.sent.every((frame, i) => frame.from === (one.sent[i - 1]?.to ?? 0) + 1)).toBe(true)
  expect(one.most).toBeLessThan(1.4 * mostWaiting)
  one.feed.end()
})

test('[F1] one commit larger than the limit does not pass it either', async () => {
  const one = scene()
  one.feed.startAfter(0)
  await settled()
  one.commit(1000, 10_000)
  await settled()
  expect(one.most).toBeLessThan(1.4 * mostWaiting)
  one.feed.end()
})

test('who keeps up is served live: the log is not read for them again', async () => {
  const one = scene()
  one.feed.startAfter(0)
  await settled()
  const { reads } = one
  for (let i = 0; i < 50; i++) {
    one.commit(2, 100)
    one.takeAll()
  }
  expect(one.sent.at(-1)?.to).toBe(100)
  expect(one.reads).toBe(reads)
  one.feed.end()
})

test('[O2] what is told live while the log is still being read comes once', async () => {
  const one = scene()
  one.commit(40, 10)
  one.feed.startAfter(0)
  one.commit(3, 10)
  await Promise.resolve()
  one.commit(3, 10)
  await settled()
  one.commit(3, 10)
  expect(one.sent.every((frame, i) => frame.from === (one.sent[i - 1]?.to ?? 0) + 1)).toBe(true)
  expect(one.sent.at(-1)?.to).toBe(49)
  one.feed.end()
})
