import type { Standing } from '../../shared/routing/content.ts'
import { unchanged, unreachable } from '../../shared/kernel/unreachable.ts'
import type { InTheWay, Wait } from '../../shared/routing/wait.ts'
import { inSentence, untilWords } from '../ui/time-words.ts'

type Told = { readonly now: number; nameOf(agent: string): string; teamNamed(team: string): string }

/** Why nobody has it, in a sentence or two, and what comes next by itself. */
export function waitWords(wait: Wait, told: Told): string {
  switch (wait.because) {
    case 'by-hand':
      return 'No policy gives anything out in this inbox: it waits until somebody takes it.'
    case 'closed':
      return wait.opensAt === null
        ? 'Outside business hours, and this inbox never opens.'
        : `Outside business hours: it is given out from ${untilWords(wait.opensAt, told.now)}.`
    case 'soon':
      return wait.to === null ? 'It is being given out.' : `It is on its way to ${told.nameOf(wait.to)}.`
    case 'nobody-there':
    case 'none-available':
    case 'all-full':
    case 'none-able':
    case 'none-free':
      return [nobodyWords(wait, told), backWords(wait, told), overflowWords(wait, told)].filter(Boolean).join(' ')
    default:
      return unreachable(wait)
  }
}

/** The same in a few words, for one of many rows. `null`: it is not held up. */
export function shortWaitWords(wait: Wait): string | null {
  switch (wait.because) {
    case 'by-hand':
    case 'soon':
      return null
    case 'closed':
      return 'closed'
    case 'nobody-there':
      return 'nobody works here'
    case 'none-available':
      return 'nobody there'
    case 'all-full':
      return 'all full'
    case 'none-able':
      return `nobody for “${wait.candidates[0]?.lacks ?? ''}”`
    case 'none-free':
      return 'nobody free'
    default:
      return unchanged('nobody free', wait)
  }
}

type Nobody = Extract<Wait, { candidates: unknown }>

function nobodyWords(wait: Nobody, { nameOf }: Told): string {
  const { because, candidates, standings } = wait
  switch (because) {
    case 'nobody-there':
      return 'Nobody whom the policy asks works in this inbox.'
    case 'all-full':
      return candidates.length <= mostNamed
        ? `Everybody is at their limit: ${candidates.map(one => fullWords(one, wait, nameOf)).join(', ')}.`
        : `Everybody is at their limit: ${standings.map(countWords).join(', ')}.`
    case 'none-able':
      return `Nobody is there who can answer for “${candidates[0]?.lacks ?? ''}”.`
    case 'none-available':
      return `Nobody is available: ${standings.map(countWords).join(', ')}.`
    case 'none-free':
      return `Nobody is free: ${standings.map(countWords).join(', ')}.`
    default:
      // A newer server may have more reasons than this device has words for.
      return unchanged('Nobody is free.', because)
  }
}

const mostNamed = 3

function fullWords(
  { agent, open, limit, standing, inInbox }: InTheWay,
  { inboxLimit }: Nobody,
  nameOf: Told['nameOf']
) {
  return standing === 'inbox-full'
    ? `${nameOf(agent)} has ${inInbox} of ${inboxLimit ?? inInbox} of this inbox`
    : `${nameOf(agent)} has ${open} of ${limit ?? open}`
}

function countWords({ standing, people }: { readonly standing: Standing; readonly people: number }): string {
  switch (standing) {
    case 'free':
      return `${people} free`
    case 'away':
      return `${people} away`
    case 'busy':
      return `${people} busy`
    case 'full':
      return `${people} at their limit`
    case 'inbox-full':
      return `${people} with all they may have of this inbox`
    case 'lacks-skill':
      return `${people} without the skill`
    case 'not-in-inbox':
      return `${people} who ${people === 1 ? 'does' : 'do'} not work in this inbox`
    default:
      return unchanged(`${people} otherwise`, standing)
  }
}

function backWords({ because, backAt }: Nobody, { now }: Told): string {
  return backAt === null || because === 'all-full' ? '' : `The first is back ${inSentence(backAt, now)}.`
}

function overflowWords({ overflow }: Nobody, { now, teamNamed }: Told): string {
  return overflow ? `The team ${teamNamed(overflow.team)} is asked too ${inSentence(overflow.at, now)}.` : ''
}
