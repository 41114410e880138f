import type { ConversationFact } from '../conversations/events.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { CardFact, Money } from '../workflow/events.ts'
import type { When } from './content.ts'

/** The card a fact is about, as it was just before, in the stage that it was in then. */
export type CardBefore = { readonly workflow: string; readonly stage: string; readonly value: Money | null }

type SomeFact = ConversationFact | CardFact

/** Is this fact what the automation waits for? What time brings, and what is asked by hand, no fact begins. */
export function begins(when: When, fact: SomeFact, card: CardBefore | null): boolean {
  switch (when.on) {
    case 'message-received':
      return fact.type === 'conversation.message-received'
    case 'opened':
      return (
        fact.type === 'conversation.opened' || (fact.type === 'conversation.reopened' && fact.by.kind === 'customer')
      )
    case 'resolved':
      return fact.type === 'conversation.resolved'
    case 'woken':
      return fact.type === 'conversation.woken'
    case 'labelled':
      return fact.type === 'conversation.labelled' && fact.label === when.label
    case 'card-entered':
      return card?.workflow === when.workflow && entered(fact, card) === when.stage
    case 'card-left':
      return card?.workflow === when.workflow && left(fact, card) === when.stage
    case 'value-above':
      return (
        fact.type === 'card.valued' &&
        card?.workflow === when.workflow &&
        isAbove(fact.value, when.value) &&
        !isAbove(card.value, when.value)
      )
    case 'waited':
    case 'window-closes':
    case 'by-hand':
      return false
    default:
      return unreachable(when)
  }
}

/** Amounts of different currencies cannot be compared: neither is above the other. */
export function isAbove(value: Money | null, limit: Money): boolean {
  return value !== null && value.currency === limit.currency && value.minor > limit.minor
}

function entered(fact: SomeFact, before: CardBefore): string | null {
  switch (fact.type) {
    case 'card.placed':
    case 'card.cycle-opened':
      return fact.stage
    case 'card.moved':
      return fact.to
    case 'card.closed':
      // What ends where it stands was there before.
      return fact.stage === before.stage ? null : fact.stage
    case 'card.reopened':
      // So was what somebody only takes the end back of; a customer comes to the board anew.
      return fact.stage === before.stage && fact.by.kind === 'agent' ? null : fact.stage
    default:
      return null
  }
}

function left(fact: SomeFact, before: CardBefore): string | null {
  switch (fact.type) {
    case 'card.moved':
      return fact.from
    case 'card.closed':
    case 'card.reopened':
    case 'card.cycle-opened':
      return fact.stage === before.stage ? null : before.stage
    default:
      return null
  }
}
