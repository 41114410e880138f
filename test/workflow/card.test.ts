import { describe, expect, test } from 'vitest'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { workflowDecider } from '../../shared/workflow/workflow.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import { given } from '../support/given.ts'
import {
  ana,
  base,
  ben,
  closed,
  context,
  dayMs,
  hourMs,
  moved,
  now,
  placed,
  plan,
  published,
  system,
  withStages,
  workflow
} from './story.ts'

const conversation = { kind: 'conversation', conversation: 'c' } as const
const place = { ...base, type: 'card.place', of: conversation, title: null, stage: null, rank: 'm' } as const
const move = (from: string, to: string) => ({ ...base, type: 'card.move', from, to, rank: 'n' }) as const
const valued = { ...base, type: 'card.valued', by: ana, cause: 'v', value: { minor: 5000, currency: 'EUR' } } as const
const filled = { ...base, type: 'card.field-set', by: ana, cause: 'f', key: 'interest', value: 'Pens' } as const
const full = new Map([
  ['x', 'talk'],
  ['y', 'talk']
])

describe('a card', () => {
  test('of a conversation belongs to its inbox and its customer, whatever its author says', () => {
    given(cardDecider)
      .when(place, context())
      .then({ type: 'card.placed', inbox: 'shop', contact: 'maya', conversation: 'c', stage: 'new' })
  })

  test('may stand for a contact alone', () => {
    given(cardDecider)
      .when({ ...place, card: 'free', of: { kind: 'contact', contact: 'maya' } }, context())
      .then({ inbox: 'shop', contact: 'maya', conversation: null })
    given(cardDecider)
      .when({ ...place, card: 'free', of: { kind: 'contact', contact: 'erased' } }, context())
      .thenRefused({ reason: 'no-such-contact' })
  })

  test('is placed once, and under the id both ends know', () => {
    given(cardDecider, placed).when(place, context()).thenRefused({ reason: 'already-placed' })
    given(cardDecider)
      .when({ ...place, card: 'another' }, context())
      .thenRefused({ reason: 'no-such-card' })
  })

  test('is not placed where nobody may look, nor in a workflow that is archived or unknown', () => {
    given(cardDecider)
      .when(place, context({ inboxes: ['other'] }))
      .thenRefused({ reason: 'no-such-conversation' })
    given(cardDecider)
      .when(place, context({ workflow: null }))
      .thenRefused({ reason: 'no-such-workflow' })
    given(cardDecider)
      .when(place, context({ workflow: { ...workflow, archived: true } }))
      .thenRefused({ reason: 'no-such-workflow' })
  })

  test('is placed in another stage if there is room, and never where cards end', () => {
    given(cardDecider)
      .when({ ...place, stage: 'talk' }, context({ board: full }))
      .thenRefused({ reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 })
    given(cardDecider)
      .when({ ...place, stage: 'gone' }, context())
      .thenRefused({ reason: 'no-such-stage', stage: 'gone' })
  })

  test('is there for whoever works in its inbox, and for nobody else', () => {
    given(cardDecider, placed)
      .when(move('new', 'talk'), context({ inboxes: [] }))
      .thenRefused({ reason: 'no-such-card' })
    given(cardDecider).when(move('new', 'talk'), context()).thenRefused({ reason: 'no-such-card' })
    given(cardDecider, placed)
      .when({ ...move('new', 'talk'), workflow: 'another' }, context())
      .thenRefused({ reason: 'no-such-card' })
  })
})

describe('a move', () => {
  test('is judged from the stage where the card is', () => {
    given(cardDecider, placed)
      .when(move('new', 'talk'), context())
      .then({ type: 'card.moved', from: 'new', to: 'talk' })
  })

  test('of somebody who saw the card elsewhere is refused with who was faster and when', () => {
    const faster = moved('new', 'offer', now - 5000, ben)
    given(cardDecider, placed, faster)
      .when(move('new', 'talk'), context())
      .thenRefused({ reason: 'moved-meanwhile', by: ben, at: now - 5000, stage: 'offer', cycle: 1 })
  })

  test('to where the card has been brought by somebody else is done already', () => {
    given(cardDecider, placed, moved('new', 'talk', now - 5000, ben))
      .when(move('new', 'talk'), context())
      .thenNothing()
  })

  test('within its stage is order, and order never conflicts', () => {
    const order = { ...base, type: 'card.order', stage: 'new', rank: 'z' } as const
    given(cardDecider, placed).when(order, context()).then({ type: 'card.ordered', rank: 'z' })
    given(cardDecider, placed).when(move('new', 'new'), context()).then({ type: 'card.ordered', rank: 'n' })
    given(cardDecider, placed, moved('new', 'talk')).when(order, context()).thenNothing()
  })

  test('into a stage at its hard limit is refused, and one that is only soft takes it', () => {
    given(cardDecider, placed)
      .when(move('new', 'talk'), context({ board: full }))
      .thenRefused({ reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 })
    const soft = withStages(one => (one.limit ? { ...one, limit: { cards: 2, hard: false } } : one))
    const softly = { ...workflow, now: { ...workflow.now!, plan: soft } }
    given(cardDecider, placed)
      .when(move('new', 'talk'), context({ board: full, workflow: softly }))
      .then({ type: 'card.moved' })
  })

  test('does not count the card itself', () => {
    const board = new Map([
      ['x', 'talk'],
      ['w:c', 'talk']
    ])
    given(cardDecider, placed).when(move('new', 'talk'), context({ board })).then({ type: 'card.moved' })
  })

  test('that the workflow does not know is refused with from and to', () => {
    const only = {
      ...workflow,
      now: { ...workflow.now!, plan: { ...plan, transitions: [{ from: 'new', to: 'talk' }] } }
    }
    given(cardDecider, placed)
      .when(move('new', 'talk'), context({ workflow: only }))
      .then({ type: 'card.moved' })
    given(cardDecider, placed)
      .when(move('new', 'offer'), context({ workflow: only }))
      .thenRefused({ reason: 'transition-not-allowed', from: 'new', to: 'offer' })
    given(cardDecider, placed)
      .when(move('new', 'moon'), context())
      .thenRefused({ reason: 'no-such-stage', stage: 'moon' })
  })

  test('out of a stage needs what the stage asks for', () => {
    const atOffer = [placed, moved('new', 'offer')] as const
    given(cardDecider, ...atOffer)
      .when(move('offer', 'talk'), context())
      .thenRefused({ reason: 'missing-fields', stage: 'offer', fields: ['value', 'interest'] })
    given(cardDecider, ...atOffer, valued)
      .when(move('offer', 'talk'), context())
      .thenRefused({ reason: 'missing-fields', stage: 'offer', fields: ['interest'] })
    given(cardDecider, ...atOffer, valued, filled)
      .when(move('offer', 'talk'), context())
      .then({ to: 'talk' })
  })

  test('into or out of a stage may take a higher role', () => {
    given(cardDecider, placed)
      .when(move('new', 'sold'), context())
      .thenRefused({ reason: 'stage-not-yours', stage: 'sold', way: 'in', role: 'supervisor' })
    given(cardDecider, placed)
      .when(move('new', 'sold'), context({ role: 'supervisor' }))
      .then({ type: 'card.closed', outcome: 'won' })
    const guarded = withStages(one => (one.id === 'new' ? { ...one, leave: 'admin' } : one))
    const guardedly = { ...workflow, now: { ...workflow.now!, plan: guarded } }
    given(cardDecider, placed)
      .when(move('new', 'talk'), context({ role: 'supervisor', workflow: guardedly }))
      .thenRefused({ reason: 'stage-not-yours', stage: 'new', way: 'out', role: 'admin' })
  })

  test('to where cards end closes the card, and out of there takes the end back', () => {
    given(cardDecider, placed)
      .when(move('new', 'gone'), context())
      .then({ type: 'card.closed', outcome: 'lost', stage: 'gone' })
    given(cardDecider, placed, closed('gone', 'lost'))
      .when(move('gone', 'talk'), context())
      .then({ type: 'card.reopened', stage: 'talk' })
    given(cardDecider, placed, closed('gone', 'lost'))
      .when(move('gone', 'talk'), context({ board: full }))
      .thenRefused({ reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 })
  })

  test('from the heir of a stage that is back since is judged from that stage, and not where somebody moved it', () => {
    const without = { ...plan, stages: plan.stages.filter(one => one.id !== 'talk') }
    const back = replay(workflowDecider, [
      { ...published(1, plan), at: now - 3 * dayMs },
      { ...published(2, without, [{ from: 'talk', to: 'new' }]), at: now - 2 * dayMs },
      { ...published(3, plan), at: now - dayMs }
    ])
    const before = { ...moved('new', 'talk'), at: now - 3 * dayMs }
    given(cardDecider, { ...placed, at: now - 3 * dayMs }, before)
      .when(move('new', 'gone'), context({ workflow: back }))
      .then({ type: 'card.closed' })
    given(cardDecider, { ...placed, at: now - 3 * dayMs }, before)
      .when(move('offer', 'gone'), context({ workflow: back }))
      .thenRefused({ reason: 'moved-meanwhile', by: ana, at: now - 3 * dayMs, stage: 'talk', cycle: 1 })
    given(cardDecider, placed, { ...moved('new', 'talk'), at: now - hourMs })
      .when(move('new', 'gone'), context({ workflow: back }))
      .thenRefused({ reason: 'moved-meanwhile', by: ana, at: now - hourMs, stage: 'talk', cycle: 1 })
  })

  test('from a stage that was edited away is judged from its heir', () => {
    const edited = {
      ...workflow,
      now: { version: 2, plan: { ...plan, stages: plan.stages.filter(one => one.id !== 'talk') }, at: 2, by: ana },
      heirs: { talk: 'new' }
    }
    const inTalk = [placed, moved('new', 'talk')] as const
    given(cardDecider, ...inTalk)
      .when(move('new', 'gone'), context({ workflow: edited }))
      .then({ type: 'card.closed' })
    // Moved on a device that had not heard of the edit: nobody was faster.
    given(cardDecider, ...inTalk)
      .when(move('talk', 'gone'), context({ workflow: edited }))
      .then({ type: 'card.closed', outcome: 'lost', stage: 'gone' })
    given(cardDecider, ...inTalk)
      .when(move('talk', 'offer'), context({ workflow: edited }))
      .then({ type: 'card.moved', from: 'new', to: 'offer' })
    given(cardDecider, ...inTalk)
      .when(
        { ...base, type: 'card.close', from: 'talk', outcome: 'done', reason: '', rank: 'm' },
        context({ workflow: edited })
      )
      .then({ type: 'card.closed', outcome: 'done', stage: 'new' })
    // What the heir asks for, it asks for all the same.
    const strict = { ...edited, heirs: { talk: 'offer' } }
    given(cardDecider, ...inTalk)
      .when(move('talk', 'gone'), context({ workflow: strict }))
      .thenRefused({ reason: 'missing-fields', stage: 'offer', fields: ['value', 'interest'] })
    // And whoever was faster was: what was led on by an edit, and what somebody moved, are told apart.
    given(cardDecider, ...inTalk, { ...moved('talk', 'new'), by: ben, at: now - dayMs })
      .when(move('talk', 'gone'), context({ workflow: edited }))
      .thenRefused({ reason: 'moved-meanwhile', by: ben, at: now - dayMs, stage: 'new', cycle: 1 })
  })
})

describe('what stands on a card', () => {
  const wishes = [
    [
      { ...base, type: 'card.rename', title: 'Forty pens' },
      { type: 'card.titled', title: 'Forty pens' }
    ],
    [{ ...base, type: 'card.set-value', value: { minor: 1, currency: 'EUR' } }, { type: 'card.valued' }],
    [
      { ...base, type: 'card.set-due', due: now },
      { type: 'card.due-set', due: now }
    ],
    [
      { ...base, type: 'card.set-field', key: 'interest', value: 'Ink' },
      { type: 'card.field-set', value: 'Ink' }
    ],
    [
      { ...base, type: 'card.give', to: 'ben' },
      { type: 'card.given', to: 'ben' }
    ],
    [
      { ...base, type: 'card.add-item', text: 'Call back' },
      { type: 'card.item-added', item: 'k' }
    ]
  ] as const
  test.each(wishes)('can be changed, and is changed once: $type', (wish, fact) => {
    const decision = cardDecider.decide(wish, replay(cardDecider, [placed]), context())
    given(cardDecider, placed).when(wish, context()).then(fact)
    const made = decision.accepted ? decision.facts : []
    if (wish.type !== 'card.add-item')
      given(cardDecider, placed, ...made)
        .when(wish, context())
        .thenNothing()
  })

  test('may be only fields the workflow has, and an owner who works there', () => {
    given(cardDecider, placed)
      .when({ ...base, type: 'card.set-field', key: 'shoe-size', value: '42' }, context())
      .thenRefused({ reason: 'no-such-field', field: 'shoe-size' })
    given(cardDecider, placed)
      .when({ ...base, type: 'card.give', to: 'stranger' }, context())
      .thenRefused({ reason: 'no-such-agent' })
  })

  test('is a list that can be ticked off, and is not endless', () => {
    const added = { ...base, type: 'card.item-added', by: ana, cause: 'i', item: 'i', text: 'Call' } as const
    const check = { ...base, type: 'card.check-item', item: 'i', done: true } as const
    given(cardDecider, placed, added).when(check, context()).then({ type: 'card.item-checked', done: true })
    given(cardDecider, placed).when(check, context()).thenNothing()
    given(cardDecider, placed, added)
      .when({ ...base, type: 'card.remove-item', item: 'i' }, context())
      .then({ type: 'card.item-removed' })
    const many = Array.from({ length: 50 }, (_, n): CardFact => ({ ...added, item: `i${n}` }))
    given(cardDecider, placed, ...many)
      .when({ ...base, type: 'card.add-item', text: 'More' }, context())
      .thenRefused({ reason: 'too-many-items', limit: 50 })
  })

  test('is gone with its customer, and then the card takes nothing more', () => {
    const erase = { ...base, type: 'card.erase' } as const
    given(cardDecider, placed)
      .when(erase, context({ role: 'admin' }))
      .thenRefused({ reason: 'not-allowed' })
    given(cardDecider, placed, filled).when(erase, system()).then({ type: 'card.erased' })
    const erased = { ...base, type: 'card.erased', by: ana, cause: 'e' } as const
    const state = replay(cardDecider, [placed, filled, erased])
    expect(state).toMatchObject({ status: 'erased', inbox: 'shop', fields: {}, title: null, cycles: [] })
    given(cardDecider, placed, erased).when(move('new', 'talk'), context()).thenRefused({ reason: 'no-such-card' })
    // Where only what was said was erased, whoever writes on may have a card again, and nothing of the one before.
    given(cardDecider, placed, filled, erased).when(place, context()).then({ type: 'card.placed', stage: 'new' })
    expect(replay(cardDecider, [placed, filled, erased, placed])).toEqual({
      ...replay(cardDecider, [placed]),
      changedAt: state.changedAt
    })
    const erasedPerson = { ...place, of: { kind: 'contact', contact: 'erased' } } as const
    given(cardDecider, placed, erased).when(erasedPerson, context()).thenRefused({ reason: 'no-such-contact' })
    given(cardDecider, placed, erased).when(erase, system()).thenNothing()
  })
})
