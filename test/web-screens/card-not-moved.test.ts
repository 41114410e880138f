import { beforeEach, describe, expect, test, vi } from 'vitest'
import { noCard } from '../../shared/workflow/card.ts'
import { templates } from '../../shared/workflow/templates.ts'
import type { Wish } from '../../web/app/device.ts'
import { live } from '../../web/app/live.ts'
import { commandWords, doneWords, whatIsNotDone } from '../../web/app/shell/command-words.ts'
import { refusalSentence } from '../../web/conversations/refusal-sentence.ts'
import { redoOf } from '../../web/workflow/redo.ts'

vi.stubGlobal('navigator', { language: 'en-GB' })

const now = new Date(2026, 10, 23, 15, 30).getTime()
const at = new Date(2026, 10, 23, 14, 2).getTime()
const by = { kind: 'agent', id: 'sara' } as const
const told = { now, nameOf: () => 'Sara', workflow: 'w' }
const sales = templates.find(({ id }) => id === 'sales')!.plan
const of = { card: 'c', workflow: 'w' } as const
const move = { ...of, type: 'card.move', from: 'enquiry', to: 'offer', rank: 'n' } as const

/** The board, and on it one card that is called as its customer and one that has a name. */
beforeEach(() => {
  const published = { version: 1, plan: sales, at, by }
  live.workflows.draw([['w', { workflow: 'w', now: published, earlier: [], heirs: {}, archived: false }]])
  const card = { ...noCard, workflow: 'w', status: 'open' as const, contact: 'clara', stage: 'enquiry' }
  live.contacts.draw([['clara', { contact: 'clara', name: 'Clara', handles: [] } as never]])
  live.cards.draw([
    ['c', { ...card, card: 'c' }],
    ['d', { ...card, card: 'd', title: 'Two hundred calendars' }]
  ])
})

describe('a move that was refused is told so that it can be found again', () => {
  test('by the card, where it was to go, and where a colleague has put it', () => {
    const refusal = { reason: 'moved-meanwhile', by, at, stage: 'qualified' } as const
    expect(whatIsNotDone(move, told)).toBe('Clara is not moved to Offer sent.')
    expect(refusalSentence(refusal, told)).toBe('Sara moved it to Qualified at 14:02.')
    expect(commandWords({ ...move, card: 'd' }, told)).toBe('Move Two hundred calendars to Offer sent')
    expect(doneWords(move, told)).toBe('Clara moved to Offer sent')
  })

  test('also when this device holds neither the card nor the board any more', () => {
    live.cards.draw([['c', null]])
    live.workflows.draw([['w', null]])
    expect(whatIsNotDone(move, told)).toBe('A card is not moved to a stage that is gone.')
  })

  test('by what its fields are called', () => {
    const fields = ['interest', 'due']
    expect(refusalSentence({ reason: 'missing-fields', stage: 'enquiry', fields }, told)).toBe(
      'Fill in first what this stage asks for: Interested in, due date.'
    )
  })

  test.each<[Wish, string]>([
    [{ ...of, type: 'card.order', stage: 'offer', rank: 'n' }, 'Move Clara within Offer sent'],
    [
      { ...of, type: 'card.close', from: 'enquiry', outcome: 'lost', reason: 'Too dear', rank: 'n' },
      'Close Clara as lost: “Too dear”'
    ],
    [{ ...of, type: 'card.set-value', value: { minor: 4500, currency: 'EUR' } }, 'Set the value of Clara to €45'],
    [{ ...of, type: 'card.set-field', key: 'interest', value: 'Pens' }, 'Fill in Clara: “Pens”'],
    [{ ...of, type: 'card.add-item', text: 'Ring her' }, 'Add “Ring her” to Clara'],
    [
      { ...of, type: 'card.place', of: { kind: 'contact', contact: 'clara' }, title: null, stage: null, rank: 'n' },
      'Put Clara on Sales'
    ]
  ])('and whatever else was wanted of a card by its name (%#)', (wish, words) => {
    expect(commandWords(wish, told)).toBe(words)
    expect(whatIsNotDone(wish, told)).toContain('Clara')
  })
})

test('a move into a stage that is gone is offered again into the one that has its cards', () => {
  const stages = sales.stages.filter(({ id }) => id !== 'offer')
  const published = { version: 2, plan: { ...sales, stages }, at, by }
  const heirs = { offer: 'deciding' }
  const earlier = [{ version: 1, plan: sales, at, by }]
  live.workflows.draw([['w', { workflow: 'w', now: published, earlier, heirs, archived: false }]])
  const refusal = { reason: 'no-such-stage', stage: 'offer' } as const
  expect(redoOf(move, refusal)).toEqual({ name: 'Move it to Deciding', wish: { ...move, to: 'deciding' } })
  expect(whatIsNotDone(move, told)).toBe('Clara is not moved to Offer sent.')
  // It is there already.
  expect(redoOf({ ...move, from: 'deciding' }, refusal)).toBeNull()
})
