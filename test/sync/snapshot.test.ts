import { expect, test } from 'vitest'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { withDoors } from '../../sync-server/db/sql.ts'
import type { Workspace } from '../../sync-server/identity/roster.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { snapshotFrames, type SnapshotDeps } from '../../sync-server/sync/snapshot.ts'
import { database, freshTenant } from '../support/database.ts'
import { note } from '../log/noted.ts'

const db = database()
const conversations = Array.from({ length: 300 }, (_, i) => `c${i}`)
const admin = { agent: 'ada', role: 'admin', sight: 'all', sees: () => true } as const

let reads = 0
const counted = () =>
  withDoors(db.sql, door => ({
    ...door,
    query: (text, values) => {
      if (/select[^;]*from event/.test(text)) reads++
      return door.query(text, values)
    }
  }))

/** A log that has never read what is in it. */
async function coldLog(tenant: string): Promise<Log> {
  const log = await openLog(counted())
  await Promise.all(conversations.map(key => log.commit.append(note(tenant, key, 0, `${key} first`))))
  await Promise.all(conversations.map(key => log.commit.append(note(tenant, key, 1, `${key} then`))))
  log.hot.forget(tenant)
  reads = 0
  return log
}

function snapshotOf(tenant: string, log: Log) {
  const rows = conversations.map(conversation => ({ conversation, inbox: 'i', contact: `of-${conversation}` }))
  const threads = { hot: () => Promise.resolve(rows) } as unknown as SnapshotDeps['threads']
  const links = { linkedWith: () => Promise.resolve([]) }
  const workspace = { tenant, streams: [] as StreamId[] } as unknown as Workspace
  const cards = { hot: () => Promise.resolve([]) }
  const at = { seq: 2 * conversations.length, fingerprint: '' }
  const { streams, states } = log
  return snapshotFrames({ streams, states, threads, cards, links }, workspace, admin, at, Date.now())
}

const readPart = (text: string) => JSON.parse(text) as Extract<DownFrame, { type: 'snapshot' }>

test('[S1] a first sync of what is not in memory asks the tables few questions, and brings all of it, newest first', async () => {
  const tenant = freshTenant()
  const log = await coldLog(tenant)
  const parts = []
  for await (const { frame } of snapshotOf(tenant, log)) parts.push(readPart(frame.text))
  const streams = parts.flatMap(part => part.streams)
  expect(streams.map(one => one.stream)).toEqual(conversations.map(key => `conversation/${key}`))
  expect(streams.every(one => one.events.length === 2)).toBe(true)
  expect(reads).toBeLessThanOrEqual(1 + Math.ceil((2 * conversations.length - 64) / 256))
  expect(parts.map(part => [part.part, part.last])).toEqual(parts.map((_, at) => [at + 1, at === parts.length - 1]))
  await log.close()
})

test('[S1] the first part comes after the first few were read, and is short enough to be painted at once', async () => {
  const tenant = freshTenant()
  const log = await coldLog(tenant)
  const frames = snapshotOf(tenant, log)
  const first = await frames.next()
  expect(reads).toBeLessThanOrEqual(5)
  const { text, bytes } = first.value!.frame
  expect(readPart(text)).toMatchObject({ part: 1, last: false })
  expect(bytes).toBeLessThan(70_000)
  const before = reads
  for await (const _ of frames);
  expect(reads).toBeGreaterThan(before)
  await log.close()
})
