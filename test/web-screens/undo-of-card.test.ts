import { describe, expect, test } from 'vitest'
import { replay } from '../../shared/kernel/decider.ts'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { Board } from '../../shared/workflow/board.ts'
import type { CardCommand } from '../../shared/workflow/commands.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import type { Wish } from '../../web/app/device.ts'
import { undoOfCard } from '../../web/app/undo-of-card.ts'
import { ana, base, closed, context, dayMs, moved, now, placed, plan, workflow } from '../workflow/story.ts'

const { id, at, ...of } = base
const move = (from: string, to: string) => ({ ...of, type: 'card.move', from, to, rank: 'n' }) as const
const asSupervisor = context({ role: 'supervisor' })

function did(history: readonly CardFact[], wish: Wish, as: Context): readonly CardFact[] {
  const decision = cardDecider.decide({ ...wish, id, at } as CardCommand, replay(cardDecider, history), as)
  if (!decision.accepted) throw new Error(decision.refusal.reason)
  return decision.facts
}

/** What was done, and what becomes of its undoing when `meanwhile` came between. */
function undone(history: readonly CardFact[], wish: Wish, meanwhile: readonly CardFact[] = [], as = asSupervisor) {
  const facts = did(history, wish, as)
  const closes = facts.some(({ type }) => type === 'card.closed')
  const undo = undoOfCard(wish, replay(cardDecider, history), closes)
  if (!undo) throw new Error('cannot be undone')
  const so = replay(cardDecider, [...history, ...facts, ...meanwhile])
  const decision = cardDecider.decide({ ...undo, id: 'undo', at } as CardCommand, so, as)
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

  test('asks for no field, no way and no role: it was a slip', () => {
    const back = { status: 'open', stage: 'new', reason: '' }
    const strict = { stages: plan.stages.map(one => (one.id === 'new' ? { ...one, enter: 'admin' as const } : one)) }
    const transitions = ['talk', 'offer', 'gone'].map(to => ({ from: 'new', to }))
    const oneWay = { ...workflow, now: { ...workflow.now!, plan: { ...plan, ...strict, transitions } } }
    for (const to of ['talk', 'offer', 'gone'])
      expect(undone([placed], move('new', to), [], context({ workflow: oneWay }))).toEqual(back)
    const done = { ...of, type: 'card.close', from: 'new', outcome: 'done', reason: '', rank: 'n' } as const
    expect(undone([placed], done, [], context({ workflow: oneWay }))).toEqual(back)
    // It is for nobody else to say so, and makes no room.
    const said = (who: string, board?: Board) => {
      const so = [placed, moved('new', 'talk'), moved('talk', 'offer')]
      const again = { ...move('offer', 'talk'), id, at } as const
      const decision = cardDecider.decide(again, replay(cardDecider, so), context({ who, ...(board && { board }) }))
      return decision.accepted || decision.refusal.reason
    }
    const full = new Map(['w:a', 'w:b'].map(card => [card, 'talk']))
    expect([said('ana'), said('ben'), said('ana', full)]).toEqual([true, 'missing-fields', 'stage-full'])
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
