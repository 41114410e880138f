import type { WorkflowDryRun } from '../../../shared/protocol/workflow-dry-run.ts'
import type { Stopped, Timed } from '../../../shared/workflow/dry-run/played.ts'
import type { Plan } from '../../../shared/workflow/plan.ts'
import { fullWhen } from '../../ui/time-words.ts'
import { askable, cardsWords, roleWords } from './words.ts'

/** What was played, in a sentence or two. */
export function playedWords({ from, events, isCut, moves, refused }: WorkflowDryRun): string {
  const since = isCut ? `The last ${events.toLocaleString('en')} events were played, since` : 'Played since'
  const of = moves === 1 ? 'the one move' : `${moves.toLocaleString('en')} moves`
  const said =
    moves === 0
      ? 'No card was moved.'
      : `Of ${of}, ${refused === 0 ? 'none' : refused.toLocaleString('en')} would have been refused.`
  return `${since} ${fullWhen(from)}. ${said} Nothing was done.`
}

const reasonWords: Readonly<Record<string, string>> = {
  'stage-full': 'into a full stage',
  'missing-fields': 'with something not filled in',
  'stage-not-yours': 'by somebody who may not',
  'transition-not-allowed': 'where no path leads'
}

/** For what, the most frequent first: `3 into a full stage, 1 where no path leads`. */
export function becauseWords({ because }: WorkflowDryRun): string {
  return because.map(({ reason, count }) => `${count} ${reasonWords[reason] ?? reason}`).join(', ')
}

/** Why one of them would have been. `nameOf`: what a stage is called. */
export function stoppedWords({ from, to, refusal }: Stopped, plan: Plan, nameOf: (stage: string) => string): string {
  switch (refusal.reason) {
    case 'stage-full':
      return `${nameOf(to)} would have been full: it had ${refusal.cards} of at most ${refusal.limit}.`
    case 'missing-fields': {
      const names = new Map(askable(plan))
      const fields = refusal.fields.map(key => names.get(key) ?? key).join(', ')
      return `Not filled in before leaving ${nameOf(refusal.stage)}: ${fields}.`
    }
    case 'stage-not-yours': {
      const way = refusal.way === 'in' ? 'bring cards into' : 'take cards out of'
      return `May ${way} ${nameOf(refusal.stage)}: ${roleWords[refusal.role].toLowerCase()}.`
    }
    default:
      return from === null
        ? `No card can be put into ${nameOf(to)}.`
        : `No path leads from ${nameOf(from)} to ${nameOf(to)}.`
  }
}

type Line = { readonly name: string; readonly was: number; readonly would: number }

const timeWords: readonly (readonly [keyof Timed, string])[] = [
  ['warned', 'warned of'],
  ['late', 'too long there'],
  ['lateNow', 'too long there, now']
]

/** How often the stages' time limits were said, and how many passed them. What never was and never would be is left out. */
export function timeLines({ times }: WorkflowDryRun, nameOf: (stage: string) => string): readonly Line[] {
  const all = times.flatMap(({ stage, was, would }) =>
    timeWords.map(([key, words]) => ({ name: `${nameOf(stage)}: ${words}`, was: was[key], would: would[key] }))
  )
  return all.filter(({ was, would }) => was + would > 0)
}

export function goesWords(
  { from, to, count }: WorkflowDryRun['goes'][number],
  nameOf: (stage: string) => string
): string {
  return count === 0
    ? `${nameOf(from)} goes; no open card is in it.`
    : `${cardsWords(count)} of ${nameOf(from)} would go to ${nameOf(to)}`
}

export function overWords(
  { stage, cards, limit, hard }: WorkflowDryRun['over'][number],
  nameOf: (stage: string) => string
): string {
  return hard
    ? `${nameOf(stage)} has ${cardsWords(cards)} and could have ${limit}: it cannot be published like this.`
    : `${nameOf(stage)} would be over its limit: ${cards} of ${limit}.`
}
