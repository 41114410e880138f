import { expect, test } from 'vitest'
import type { Fact } from '../../shared/kernel/message.ts'
import { openTail } from '../../sync-server/log/tail.ts'
import { event } from '../sync-engine/given.ts'

const batch = (from: number, to: number, tenant = 't') => {
  const seqs = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  return { tenant, from, to, events: seqs.map(seq => event(seq, 'tenant')) }
}
const seqs = (events: readonly { readonly seq: number }[]) => events.map(({ seq }) => seq)

test('the first after a place, as many as are asked for, and of that tenant', () => {
  const tail = openTail()
  tail.hear(batch(4, 6))
  tail.hear(batch(7, 7))
  tail.hear(batch(5, 5, 'other'))
  expect(seqs(tail.after('t', 4, 2))).toEqual([5, 6])
  expect(seqs(tail.after('t', 4, 9))).toEqual([5, 6, 7])
  expect(seqs(tail.after('other', 4, 9))).toEqual([5])
})

test('it says nothing of what it never heard, and leaves no gap', () => {
  const tail = openTail()
  tail.hear(batch(4, 4))
  tail.hear(batch(6, 6))
  expect(tail.after('t', 2, 9)).toEqual([])
  expect(seqs(tail.after('t', 3, 1))).toEqual([4])
  // Fewer than were asked for would be taken for the end.
  expect(tail.after('t', 3, 9)).toEqual([])
  expect(tail.after('t', 6, 9)).toEqual([])
})

test('what is long ago is forgotten', () => {
  const tail = openTail()
  tail.hear(batch(1, 3000))
  expect(tail.after('t', 0, 9)).toEqual([])
  expect(seqs(tail.after('t', 2990, 99))).toEqual([2991, 2992, 2993, 2994, 2995, 2996, 2997, 2998, 2999, 3000])
})

test('after somebody was erased nothing from before is here', () => {
  const tail = openTail()
  tail.hear(batch(1, 2))
  const erased = { ...event(3, 'tenant'), fact: { type: 'contact.erased' } as Fact }
  tail.hear({ tenant: 't', from: 3, to: 3, events: [erased] })
  tail.hear(batch(4, 4))
  expect(tail.after('t', 0, 9)).toEqual([])
  expect(seqs(tail.after('t', 3, 9))).toEqual([4])
})

test('what was committed together with an erasure is not here either: its key is gone as well', () => {
  const tail = openTail()
  const erased = { ...event(3, 'tenant'), fact: { type: 'conversation.erased' } as Fact }
  const together = batch(1, 5)
  tail.hear({ ...together, events: together.events.map(one => (one.seq === 3 ? erased : one)) })
  for (const seq of [0, 1, 2, 3, 4]) expect(tail.after('t', seq, 9)).toEqual([])
})
