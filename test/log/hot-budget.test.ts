import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { StreamId } from '../../shared/kernel/message.ts'
import { hotStreams, type Hot } from '../../sync-server/log/hot.ts'
import type { Streams } from '../../sync-server/log/read.ts'
import type { Batch, Recorded } from '../../sync-server/log/recorded.ts'

const MiB = 2 ** 20
const budget = 6 * MiB
/** The code under test is memory too, once it is compiled. */
const code = MiB
const streams = 1500
const steps = 2500

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test('under load the hot set takes no more than its budget, by its own weighing and in truth, and loses nothing', async () => {
  const { most, taken, evicted, strayed } = await underLoad()
  expect(evicted).toBe(true)
  expect(most).toBeGreaterThan(0.9 * budget)
  expect(most).toBeLessThanOrEqual(budget)
  expect(taken).toBeLessThan(budget + code)
  // It is not that it holds far less than it may.
  expect(taken).toBeGreaterThan(0.6 * budget)
  expect(strayed).toEqual([])
})

test('a hot set that lets go of nothing is found by what it takes', async () => {
  const kept: unknown[] = []
  const { taken } = await underLoad({ hear: batch => kept.push(batch) })
  expect(kept).toHaveLength(steps)
  expect(taken).toBeGreaterThan(2 * budget)
})

test('events that are lost with what was let go are found', async () => {
  const { strayed } = await underLoad({ last: events => events.slice(0, -1) })
  expect(strayed.length).toBeGreaterThan(100)
})

type Faults = { readonly hear?: (batch: Batch) => void; readonly last?: (events: Recorded[]) => Recorded[] }

/** Conversations are written and read in an order without pattern; what a stream should say follows from its length. */
async function underLoad({ hear = () => undefined, last = events => events }: Faults = {}) {
  const lengths = Array.from({ length: streams }, () => 0)
  const warm = { last: async (_, stream, count) => last(truth(lengths, stream, count)) } as Partial<Streams> as Streams
  let commit: (batch: Batch) => void = () => undefined
  const before = taken()
  const hot = hotStreams(warm, listener => ((commit = listener), () => undefined), budget)
  let most = 0
  const strayed: StreamId[] = []
  for (let step = 0; step < steps; step++) {
    const stream: StreamId = `conversation/${(step * 7919) % streams}`
    const batch = written(lengths, stream, 1 + (step % 70))
    commit(batch)
    hear(batch)
    const read: StreamId = `conversation/${(step * 104_729) % streams}`
    if (!(await isTrue(hot, lengths, read))) strayed.push(read)
    most = Math.max(most, hot.size.bytes)
  }
  const evicted = hot.size.streams < streams
  const grown = taken() - before
  for (let n = 0; n < streams; n++)
    if (!(await isTrue(hot, lengths, `conversation/${n}`))) strayed.push(`conversation/${n}`)
  return { most, evicted, strayed, taken: grown }
}

async function isTrue(hot: Hot, lengths: readonly number[], stream: StreamId): Promise<boolean> {
  return JSON.stringify(await hot.last('t', stream, 100)) === JSON.stringify(truth(lengths, stream, 100))
}

function written(lengths: number[], stream: StreamId, count: number): Batch {
  lengths[numberOf(stream)]! += count
  const events = truth(lengths, stream, count).map(event => ({ ...event, hash: '' }))
  return { tenant: 't', from: 0, to: 0, events }
}

function truth(lengths: readonly number[], stream: StreamId, count: number): Recorded[] {
  const length = lengths[numberOf(stream)]!
  const first = Math.max(1, length - count + 1)
  return Array.from({ length: length - first + 1 }, (_, n) => said(stream, first + n))
}

function said(stream: StreamId, version: number): Recorded {
  const recordedAt = 1_790_000_000_000 + version
  const by = { kind: 'customer', id: `contact-of-${stream}` } as const
  // Not every alphabet takes a byte a letter.
  const text = `${version % 3 === 0 ? 'Есть ли у вас ещё синяя тетрадь' : 'Is the blue notebook back'}? ${stream} ${version}`
  const fact = { type: 'conversation.noted', at: recordedAt, by, cause: `cause-of-${stream}-${version}`, text }
  return { seq: version, stream, version, recordedAt, fact, scope: 'inbox:shop' }
}

const numberOf = (stream: StreamId) => Number(stream.split('/')[1])

function taken(): number {
  // The second time for the bytes of what the first one found: they are swept beside it.
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
