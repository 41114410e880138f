import type { Author } from '../kernel/message.ts'
import { unchanged } from '../kernel/unreachable.ts'
import type { Stretch } from '../sla/content.ts'
import { closing, opening } from './aims.ts'
import { beginCycle, endCycle, explainCycle, resumeCycle, spend, type Cycle } from './cycles.ts'
import type { CardFact, Money } from './events.ts'

export type Item = { readonly item: string; readonly text: string; readonly done: boolean }

/** A conversation's place in a workflow, or a contact's. */
export type Card = {
  readonly status: 'unknown' | 'open' | 'closed' | 'erased'
  readonly workflow: string
  readonly inbox: string
  readonly conversation: string | null
  readonly contact: string
  readonly title: string | null
  readonly value: Money | null
  readonly due: number | null
  readonly fields: Readonly<Record<string, string>>
  readonly checklist: readonly Item[]
  readonly owner: string | null
  /** The stage it was put in. An edit of the workflow may have given its cards to another: `stageNow` tells. */
  readonly stage: string
  readonly rank: string
  /** Since when it is there, and who put it there. */
  readonly enteredAt: number
  readonly enteredBy: Author | null
  /** The stage it was in before; empty where it was in none. What an older version carried over does not say. */
  readonly cameFrom?: string
  /** All passages, oldest first. They never overlap; only the last may be open. */
  readonly cycles: readonly Cycle[]
  /** When it was open, oldest first. A cycle that went on says nothing of the pause in it. */
  readonly stretches?: readonly Stretch[]
  readonly changedAt: number
}

export const noCard: Card = {
  status: 'unknown',
  workflow: '',
  inbox: '',
  conversation: null,
  contact: '',
  title: null,
  value: null,
  due: null,
  fields: {},
  checklist: [],
  owner: null,
  stage: '',
  rank: '',
  enteredAt: 0,
  enteredBy: null,
  cycles: [],
  changedAt: 0
}

export function evolve(before: Card, fact: CardFact): Card {
  const state = { ...before, changedAt: Math.max(before.changedAt, fact.at) }
  switch (fact.type) {
    case 'card.placed': {
      const { workflow, inbox, conversation, contact, title } = fact
      const placed: Card = { ...state, status: 'open', workflow, inbox, conversation, contact, title }
      return entered({ ...opened(placed, fact.at), cycles: beginCycle([], fact.at) }, fact.stage, fact)
    }
    case 'card.moved':
      return entered(left(state, fact.at), fact.to, fact)
    case 'card.ordered':
      return { ...state, rank: fact.rank }
    case 'card.closed': {
      const gone = left(state, fact.at)
      const cycles = endCycle(gone.cycles, fact)
      const stretches = closing(state.stretches, fact.at)
      return entered({ ...gone, status: 'closed', cycles, stretches }, fact.stage, fact)
    }
    case 'card.explained':
      return { ...state, cycles: explainCycle(state.cycles, fact) }
    case 'card.reopened':
      return entered({ ...opened(state, fact.at), cycles: resumeCycle(state.cycles, fact.by) }, fact.stage, fact)
    case 'card.cycle-opened':
      return entered({ ...opened(state, fact.at), cycles: beginCycle(state.cycles, fact.at) }, fact.stage, fact)
    case 'card.titled':
      return { ...state, title: fact.title }
    case 'card.valued':
      return { ...state, value: fact.value }
    case 'card.due-set':
      return { ...state, due: fact.due }
    case 'card.field-set':
      return { ...state, fields: withField(state.fields, fact.key, fact.value) }
    case 'card.given':
      return { ...state, owner: fact.to }
    case 'card.item-added':
      return { ...state, checklist: [...state.checklist, { item: fact.item, text: fact.text, done: false }] }
    case 'card.item-checked':
      return {
        ...state,
        checklist: state.checklist.map(one => (one.item === fact.item ? { ...one, done: fact.done } : one))
      }
    case 'card.item-removed':
      return { ...state, checklist: state.checklist.filter(one => one.item !== fact.item) }
    case 'card.erased': {
      const { workflow, inbox, conversation, contact, changedAt } = state
      return { ...noCard, status: 'erased', workflow, inbox, conversation, contact, changedAt }
    }
    default:
      return unchanged(state, fact)
  }
}

function opened(state: Card, at: number): Card {
  return { ...state, status: 'open', stretches: opening(state.stretches, at) }
}

/** Writers' clocks differ: a card never entered its stage before it left the one before. */
function entered(state: Card, stage: string, { at, by, rank }: { at: number; by: Author; rank: string }): Card {
  return { ...state, cameFrom: state.stage, stage, rank, enteredAt: Math.max(at, state.enteredAt), enteredBy: by }
}

/** The time in a stage counts when it ends, and only while the card is open. */
function left(state: Card, at: number): Card {
  if (state.status !== 'open') return state
  return { ...state, cycles: spend(state.cycles, state.stage, Math.max(0, at - state.enteredAt)) }
}

function withField(fields: Card['fields'], key: string, value: string): Card['fields'] {
  const others = Object.entries(fields).filter(([other]) => other !== key)
  return Object.fromEntries(value === '' ? others : [...others, [key, value]])
}
