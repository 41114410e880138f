import { expect, test } from 'vitest'
import type { Content } from '../../shared/conversations/content.ts'
import type { Delivery } from '../../shared/conversations/ladder.ts'
import type { Said } from '../../web/conversations/lines.ts'
import { mayBeAnswered } from '../../web/conversations/may-be-answered.ts'

const base = { id: 'm-1', at: 1, onDevice: false, doubt: null, content: { kind: 'text', text: 'Hello?' } } as const
const theirs: Said = { ...base, kind: 'received', by: { kind: 'customer', id: 'rosa' } }
const ours = (delivery: Delivery): Said => ({
  ...base,
  kind: 'replied',
  by: { kind: 'agent', id: 'ada' },
  delivery,
  failure: null,
  platformId: null
})
const saying = (content: Content): Said => ({ ...theirs, content })

test('what a customer wrote may be answered, and of ours what has gone out', () => {
  expect(mayBeAnswered(theirs)).toBe(true)
  const all = ['waiting', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed'] as const
  expect(all.filter(delivery => mayBeAnswered(ours(delivery)))).toEqual(['sent', 'delivered', 'read'])
})

test('what is not there any more, or never was here, is not answered', () => {
  const gone = { edited: null, unsentAt: 2, reactions: [] }
  expect(mayBeAnswered({ ...theirs, later: gone })).toBe(false)
  expect(mayBeAnswered({ ...theirs, later: { ...gone, unsentAt: null } })).toBe(true)
  expect(mayBeAnswered({ ...ours('read'), later: gone })).toBe(false)
  expect(mayBeAnswered({ ...theirs, import: 'i-1' })).toBe(false)
  expect(mayBeAnswered(saying({ kind: 'erased' }))).toBe(false)
  expect(mayBeAnswered(saying({ kind: 'unsupported', what: 'poll' }))).toBe(true)
  expect(mayBeAnswered(saying({ kind: 'unsupported', what: 'group', elsewhere: true }))).toBe(false)
})
