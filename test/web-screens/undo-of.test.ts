import { expect, test } from 'vitest'
import { undoOf } from '../../web/app/undo-of.ts'

const before = {
  status: 'open',
  assignee: 'ada',
  priority: 'none',
  labels: ['vip'],
  snoozedUntil: null,
  lastReceived: null
} as const
const conversation = 'c'

test('a label that was there already stays when the rest is taken back', () => {
  const label = { type: 'conversation.label', conversation, label: 'vip' } as const
  const unlabel = { ...label, type: 'conversation.unlabel' } as const
  expect(undoOf(label, before)).toBeNull()
  expect(undoOf(unlabel, before)).toEqual(label)
  expect(undoOf(label, { ...before, labels: [] })).toEqual(unlabel)
  expect(undoOf(unlabel, { ...before, labels: [] })).toBeNull()
})

test('who had it has it again, and nobody if nobody had', () => {
  const claim = { type: 'conversation.claim', conversation } as const
  expect(undoOf(claim, before)).toEqual({ type: 'conversation.assign', conversation, to: 'ada' })
  expect(undoOf(claim, { ...before, assignee: null })).toEqual({ type: 'conversation.unassign', conversation })
})

test('words cannot be unsaid', () => {
  expect(undoOf({ type: 'conversation.note', conversation, text: 'Mind the gap' }, before)).toBeNull()
})
