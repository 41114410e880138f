import { effect } from '@preact/signals'
import { expect, test } from 'vitest'
import { createRows, select } from '../../web/app/rows.ts'

type Row = { readonly at: number; readonly open: boolean }

function rowsOf(count: number) {
  const rows = createRows<Row>()
  rows.draw(Array.from({ length: count }, (_, at) => [`r${at}`, { at, open: true }] as const))
  return rows
}
const newestFirst = (a: Row, b: Row) => b.at - a.at

test('a changed row wakes only those who look at it', () => {
  const rows = rowsOf(3)
  let first = 0
  let second = 0
  effect(() => {
    rows.get('r0')
    first++
  })
  effect(() => {
    rows.get('r1')
    second++
  })
  rows.draw([['r1', { at: 9, open: false }]])
  expect([first, second]).toEqual([1, 2])
})

test('a list moves the one row that changed, and stays the same array when its order does', () => {
  const rows = rowsOf(1000)
  const list = select(rows, row => row.open, newestFirst)
  expect(list.value.slice(0, 2)).toEqual(['r999', 'r998'])
  const before = list.value
  rows.draw([['r5', { at: 5, open: true }]])
  expect(list.value).toBe(before)
  rows.draw([['r5', { at: 5000, open: true }]])
  rows.draw([['r998', { at: 998, open: false }]])
  rows.draw([['new', { at: 500.5, open: true }]])
  rows.draw([['r0', null]])
  const all = [...rows.all].filter(([, row]) => row.open).sort(([, a], [, b]) => newestFirst(a, b))
  expect(list.value).toEqual(all.map(([id]) => id))
  expect(list.value[0]).toBe('r5')
})

test('whoever looked away for long sees everything all the same', () => {
  const rows = rowsOf(10)
  const list = select(rows, row => row.open, newestFirst)
  expect(list.value).toHaveLength(10)
  for (let round = 0; round < 3000; round++) rows.draw([[`r${round % 10}`, { at: round, open: round % 2 === 0 }]])
  expect(list.value).toEqual(['r8', 'r6', 'r4', 'r2', 'r0'])
  expect(rows.changedSince(0)).toBe(null)
  rows.clear()
  expect(list.value).toEqual([])
})

test('one more event among ten thousand rows costs little', () => {
  const rows = rowsOf(10_000)
  let looks = 0
  const watched = (a: Row, b: Row) => {
    looks++
    return newestFirst(a, b)
  }
  const isOpen = (row: Row) => {
    looks++
    return row.open
  }
  const list = select(rows, isOpen, watched)
  expect(list.value).toHaveLength(10_000)
  looks = 0
  for (let round = 0; round < 100; round++) {
    rows.draw([[`r${round * 97}`, { at: 10_000 + round, open: true }]])
    if (list.value[0] !== `r${round * 97}`) throw new Error('not on top')
  }
  // Finding one place among ten thousand takes fourteen looks; leaving the old one as many.
  expect(looks / 100).toBeLessThan(50)
})
