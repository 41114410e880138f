import type { Personal } from '../kernel/personal.ts'
import type { CardFact } from './events.ts'

/** What somebody wrote about a customer. Stages, outcomes, values and times are the house's own history. */
export const personalInWorkflow: Personal<CardFact> = {
  'card.placed': { title: null },
  'card.moved': {},
  'card.ordered': {},
  'card.closed': { reason: '' },
  'card.explained': { reason: '' },
  'card.reopened': {},
  'card.cycle-opened': {},
  'card.titled': { title: null },
  'card.valued': {},
  'card.due-set': {},
  'card.field-set': { value: '' },
  'card.given': {},
  'card.item-added': { text: '' },
  'card.item-checked': {},
  'card.item-removed': {},
  'card.erased': {}
}
