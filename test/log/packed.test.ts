import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack } from '../../sync-server/log/packed.ts'
import type { Recorded } from '../../sync-server/log/recorded.ts'

const said = (n: number, more: object): Recorded => {
  const by = { kind: n % 2 === 0 ? 'customer' : 'agent', id: `person-${n % 2}` } as const
  const fact = { type: 'conversation.noted', at: 1_790_000_000_000 + n, by, cause: `cause-${n}-0123456789`, ...more }
  return { seq: 7 * n + 1, stream: 'conversation/7', version: n + 1, recordedAt: fact.at, fact, scope: 'inbox:shop' }
}
/** As it is read from the tables. */
const read = (events: readonly Recorded[]) => JSON.stringify(events)

test('whatever was said is read again as it was, letter by letter and in the same order', () => {
  // Decision 57: V8 reads some names that JSON escapes as others. A fact's names are its schema's or ids, and have none.
  const name = fc.string().filter(text => JSON.stringify(text) === `"${text}"`)
  const odd = fc.constantFrom('', 'a', 'a', '\u0000', '\ud800', '🙂', 'Grüße', '__proto__', 'person-1', '0')
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      odd,
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom('', 'a', 'Grüße', '__proto__', '0'), name), tie('value'), { maxKeys: 3 })
    )
  }))
  let ran = 0
  fc.assert(
    fc.property(fc.array(value, { maxLength: 12 }), contents => {
      const events = contents.map((content, n) => said(n, { content }))
      ran++
      expect(read(unpack(pack(events)))).toBe(read(events))
    }),
    { numRuns: 500 }
  )
  expect(ran).toBe(500)
})

test('a name that means something to JavaScript is a name like any other', () => {
  const events = [1, 2].map(n => said(n, JSON.parse(`{"content":{"__proto__":${n},"toJSON":"${n}"}}`) as object))
  const [first] = unpack(pack(events))
  expect(read(unpack(pack(events)))).toBe(read(events))
  expect(Object.keys((first!.fact as unknown as { content: object }).content)).toEqual(['__proto__', 'toJSON'])
})

test('what one reader does to what he got is not seen by the next', () => {
  const packed = pack([said(1, { labels: ['a'] }), said(2, { labels: ['a'] })])
  const labels = (events: readonly Recorded[]) =>
    events.map(event => (event.fact as unknown as { labels: string[] }).labels)
  for (const list of labels(unpack(packed))) list.push('b')
  expect(labels(unpack(packed))).toEqual([['a'], ['a']])
})

test('a hundred messages take less than half of their JSON', () => {
  const events = Array.from({ length: 100 }, (_, n) =>
    said(n, { content: { kind: 'text', text: `Message ${n} of them all` } })
  )
  expect(pack(events).length).toBeLessThan(read(events).length / 2)
})
