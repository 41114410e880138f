import { describe, expect, test } from 'vitest'
import { replay } from '../../shared/kernel/decider.ts'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import type { CardCommand } from '../../shared/workflow/commands.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import type { Wish } from '../../web/app/device.ts'
import { undoOfCard } from '../../web/app/undo-of-card.ts'
import { ana, base, closed, context, dayMs, now, placed } from '../workflow/story.ts'

const { id, at, ...of } = base
const move = (from: string, to: string) => ({ ...of, type: 'card.move', from, to, rank: 'n' }) as const
const asSupervisor = context({ role: 'supervisor' })

function did(history: readonly CardFact[], wish: Wish): readonly CardFact[] {
  const decision = cardDecider.decide({ ...wish, id, at } as CardCommand, replay(cardDecider, history), asSupervisor)
  if (!decision.accepted) throw new Error(decision.refusal.reason)
  return decision.facts
}

/** What was done, and what becomes of its undoing when `meanwhile` came between. */
function undone(history: readonly CardFact[], wish: Wish, meanwhile: readonly CardFact[] = []) {
  const facts = did(history, wish)
  const closes = facts.some(({ type }) => type === 'card.closed')
  const undo = undoOfCard(wish, replay(cardDecider, history), closes)
  if (!undo) throw new Error('cannot be undone')
  const so = replay(cardDecider, [...history, ...facts, ...meanwhile])
  const decision = cardDecider.decide({ ...undo, id: 'undo', at } as CardCommand, so, asSupervisor)
  if (!decision.accepted) return decision.refusal.reason
  const { status, stage, cycles } = decision.facts.reduce(cardDecider.evolve, so)
  return { status, stage, reason: cycles.at(-1)?.reason }
}

describe('undoing a move', () => {
  test('puts it back: where it was, out of its end, and into it', () => {
    expect(undone([placed], move('new', 'talk'))).toEqual({ status: 'open', stage: 'new', reason: '' })
    expect(undone([placed], { ...move('new', 'gone'), cycle: 1 })).toEqual({ status: 'open', stage: 'new', reason: '' })
    const over = [placed, closed('gone', 'lost')]
    expect(undone(over, { ...move('gone', 'talk'), cycle: null })).toEqual({
      status: 'closed',
      stage: 'gone',
      reason: ''
    })
  })

  test('opens nothing that a colleague closed meanwhile where it stands', () => {
    expect(undone([placed], move('new', 'talk'), [closed('talk', 'done', now)])).toBe('already-closed')
  })

  test('moves nothing that has begun again meanwhile', () => {
    const again: CardFact = {
      type: 'card.cycle-opened',
      at: now,
      by: ana,
      cause: 'k2',
      number: 2,
      stage: 'talk',
      rank: 'm'
    }
    expect(undone([placed], move('new', 'talk'), [closed('talk', 'done', now - dayMs), again])).toBe('moved-meanwhile')
  })
})

describe('undoing what takes a reason away', () => {
  const dear = [placed, { ...closed('gone', 'lost'), reason: 'Too dear' } as CardFact]
  const over = { status: 'closed', stage: 'gone', reason: 'Too dear' }

  test('puts it back, also where the card had left its end or come to another', () => {
    expect(undone(dear, { ...move('gone', 'talk'), cycle: null })).toEqual(over)
    expect(undone(dear, { ...move('gone', 'sold'), cycle: null })).toEqual(over)
    expect(undone(dear, { ...of, type: 'card.explain', cycle: 1, outcome: 'lost', reason: '' })).toEqual(over)
  })

  test('leaves none where there was none', () => {
    const said = { ...of, type: 'card.explain', cycle: 1, outcome: 'lost', reason: 'Too dear' } as const
    expect(undone([placed, closed('gone', 'lost')], said)).toEqual({ ...over, reason: '' })
  })
})
