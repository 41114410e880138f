import { unreachable } from '../../../shared/kernel/unreachable.ts'
import type { Plan, Stage } from '../../../shared/workflow/plan.ts'
import type { Effect } from './effects.ts'

/** What a workflow is called that has no name yet. */
export const unnamed = 'New workflow'

export const kindWords: Readonly<Record<Stage['kind'], string>> = {
  incoming: 'New cards come in',
  working: 'In work',
  waiting: 'Waiting',
  won: 'Ends: won',
  lost: 'Ends: lost'
}

export const colourWords: Readonly<Record<Stage['colour'], string>> = {
  grey: 'Grey',
  blue: 'Blue',
  teal: 'Teal',
  green: 'Green',
  amber: 'Amber',
  orange: 'Orange',
  red: 'Red',
  pink: 'Pink',
  violet: 'Violet'
}

export const roleWords: Readonly<Record<Stage['enter'], string>> = {
  agent: 'Everybody',
  supervisor: 'Supervisors and admins',
  admin: 'Only admins'
}

/** What every card can be asked for, and what this workflow's cards can be asked for beside. */
export function askable(plan: Plan): readonly (readonly [string, string])[] {
  return [
    ['value', 'Value'],
    ['due', 'Due date'],
    ['owner', 'Owner'],
    ...plan.fields.map(({ key, name }) => [key, name] as const)
  ]
}

export function cardsWords(cards: number): string {
  return cards === 1 ? 'one card' : `${cards} cards`
}

export function effectWords(effect: Effect, plan: Plan): string {
  const cards = 'cards' in effect ? effect.cards : 0
  switch (effect.effect) {
    case 'cards-go':
      return cards === 0
        ? `${effect.from} goes; no open card is in it.`
        : `${upper(cardsWords(cards))} of ${effect.from} ${cards === 1 ? 'goes' : 'go'} to ${effect.to}.`
    case 'still-named':
      return `The ${effect.isMacro ? 'macro' : 'automation'} “${effect.by}” names ${effect.stage}, which goes: it would no longer do what it says. Change it as well.`
    case 'too-many':
      return effect.hard
        ? `${effect.stage} has ${cardsWords(cards)} and could have ${effect.limit}: make room first, or let more in.`
        : `${effect.stage} is over its limit: ${cards} of ${effect.limit}.`
    case 'asks': {
      const names = new Map(askable(plan))
      const fields = effect.fields.map(key => names.get(key) ?? key).join(', ')
      return `${upper(cardsWords(cards))} in ${effect.stage} must be filled in before leaving: ${fields}.`
    }
    case 'no-way-out':
      return `No path leads out of ${effect.stage}${cards > 0 ? `, where ${cardsWords(cards)} ${cards === 1 ? 'is' : 'are'}` : ''}.`
    default:
      return unreachable(effect)
  }
}

function upper(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
