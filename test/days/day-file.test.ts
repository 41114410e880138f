import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { DamagedDay, decodeDay, encodeDay, faultOf, fileOf, type DayFile } from '../../sync-server/days/day-file.ts'
import { link } from '../../sync-server/log/row.ts'
import type { StoredRow } from '../../sync-server/log/stored-row.ts'

/** Numbers that look like chance and are the same every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function aDay(events: number): DayFile {
  const rows: StoredRow[] = []
  let hash = ''
  for (let seq = 5; seq < 5 + events; seq++) {
    const row = {
      ...({ seq, stream: `conversation/c${seq % 3}`, version: seq, type: 'conversation.noted' } as const),
      ...({
        at: 1_990_000_000_000 + seq,
        recorded_at: 1_990_000_000_000 + seq,
        by: 'agent/a',
        cause: `k${seq}`
      } as const),
      ...({ data: `{"text":"zero \\u0000, half \\ud800, ${seq} é 🦉"}`, scope: 'inbox:i' } as const)
    }
    hash = link(hash, 'one', row)
    rows.push({ ...row, day: '2033-01-01', hash })
  }
  return { tenant: 'one', day: '2033-01-01', firstSeq: 5, lastSeq: 4 + events, events, root: 'ab'.repeat(32), rows }
}

const day = aDay(300)
const file = 'one-1/2033-01-01.day'
const { rows, ...expected } = day
const encoded = Buffer.from(encodeDay(day))

test('a day comes out of its file as it went in, and is smaller there', () => {
  expect(decodeDay(file, encoded, expected)).toEqual(rows)
  expect(encoded.length).toBeLessThan(JSON.stringify(rows).length / 2)
})

test('1,000 flipped bytes, cuts and additions are all found, wherever they are', () => {
  const next = numbers(42)
  let found = 0
  const faulty = (bytes: Buffer) => {
    try {
      decodeDay(file, bytes, expected)
    } catch (error) {
      if (error instanceof DamagedDay && error.message.includes(`${file} (2033-01-01 of one)`)) found++
    }
  }
  for (let n = 0; n < 800; n++) {
    const bytes = Buffer.from(encoded)
    // The first hundred go through the lines at the beginning, one by one.
    const at = n < 100 ? n : next(bytes.length)
    bytes[at]! ^= 1 << next(8)
    faulty(bytes)
  }
  for (let n = 0; n < 150; n++) faulty(encoded.subarray(0, n === 0 ? 0 : next(encoded.length)))
  for (let n = 0; n < 50; n++) faulty(Buffer.concat([encoded, randomBytes(1 + next(9))]))
  expect(found).toBe(1_000)
})

test("another day's file in its place is not taken for it", () => {
  for (const other of [
    { tenant: 'two' },
    { day: '2033-01-02' as const },
    { firstSeq: 6 },
    { lastSeq: 9 },
    { events: 1 },
    { root: 'x' }
  ]) {
    expect(() => decodeDay(file, encoded, { ...expected, ...other })).toThrow(DamagedDay)
  }
})

test('rows that are not whole are not written', () => {
  expect(faultOf(rows, expected, link)).toBeUndefined()
  expect(faultOf(rows.slice(1), expected, link)).toContain('299 events')
  expect(faultOf([...rows.slice(1), ...rows.slice(0, 1)], expected, link)).toContain('not where it belongs')
  const changed = rows.with(7, { ...rows[7]!, data: '{}' })
  expect(faultOf(changed, expected, link)).toBe('the chain breaks at 12')
})

test('two workspaces never share a file, also where upper and lower case are one', () => {
  const names = ['one', 'One', 'o/ne', 'o_ne', 'ö', '..'].map(tenant =>
    fileOf({ tenant, day: '2033-01-01' }).toLowerCase()
  )
  expect(new Set(names).size).toBe(6)
})
