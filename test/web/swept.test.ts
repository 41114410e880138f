import { afterEach, expect, test } from 'vitest'
import { takeOut } from '../../web/sync/engine/packing.ts'
import { chunkSize, type Stored } from '../../web/sync/engine/receive.ts'
import { receiveSnapshot, type SnapshotFrame } from '../../web/sync/engine/receive-snapshot.ts'
import { transact, type Ask, type Script } from '../../web/sync/engine/script.ts'
import { deletePasts, emptyPast, heldIn, noStored, run, streamsOf, type Streams } from './support/past.ts'

afterEach(deletePasts)

type Happened = { readonly did: Ask['do'] | 'told'; readonly table: string; readonly rows: number }

function snapshotOf(streams: Streams): SnapshotFrame {
  return { type: 'snapshot', seq: 9, part: 0, last: true, streams: [...streams] }
}

/** A snapshot that brings this, and what it asks of the store and tells the screens. */
function brings(streams: Streams, life: string) {
  const happened: Happened[] = []
  const tell = ({ rows }: Stored) => {
    happened.push({ did: 'told', table: '', rows: rows.filter(({ row }) => row === null).length })
    return noStored()
  }
  return { happened, script: seen(receiveSnapshot(0, life, snapshotOf(streams), tell), happened) }
}

function* seen<T>(script: Script<T>, happened: Happened[]): Script<T> {
  let step = script.next()
  while (!step.done) {
    const { value } = step
    const ask = value.do === 'transact' ? { ...value, script: () => seen(value.script(), happened) } : value
    const said = yield ask
    const table = 'table' in value ? value.table : ''
    if (value.do !== 'transact') happened.push({ did: value.do, table, rows: Array.isArray(said) ? said.length : 0 })
    step = script.next(said)
  }
  return step.value
}

/** A device with conversations, some of which were written to since they came. */
async function device(count: number) {
  const [db, streams] = [emptyPast(), streamsOf(count, 3)]
  await run(db, receiveSnapshot(0, 'life-1', snapshotOf(streams), noStored))
  const written = streams.filter((_, at) => at % 3 === 0).map(({ stream }) => stream)
  await run(
    db,
    transact('past', 'rw', () => takeOut(written))
  )
  return { db, streams }
}

test('[S2] what is taken away is off the screens before it is cleared away, and read and cleared in parts', async () => {
  const count = 1200
  const { db, streams } = await device(count)
  const { happened, script } = brings(streams.slice(0, 1), 'life-2')
  await run(db, script)
  expect((await heldIn(db)).streams.map(({ stream }) => stream)).toEqual([streams[0]!.stream])

  const swept = happened.slice(happened.findIndex(({ did, rows }) => did === 'told' && rows > 0))
  const cleared = swept.findIndex(({ did }) => did === 'delete' || did === 'delete between')
  const told = swept.slice(0, cleared).reduce((sum, { did, rows }) => sum + (did === 'told' ? rows : 0), 0)
  expect(told).toBe(count - 1)
  const most = (what: Happened['did'], table: string) =>
    Math.max(...happened.filter(one => one.did === what && one.table === table).map(({ rows }) => rows))
  expect(most('between', 'packs')).toBeLessThanOrEqual(50)
  expect(most('between', 'streams')).toBeLessThanOrEqual(chunkSize)
  expect(most('told', '')).toBeLessThanOrEqual(chunkSize)
  expect(happened.filter(({ did, table }) => did === 'between' && table === 'packs').length).toBeGreaterThan(2)
})
