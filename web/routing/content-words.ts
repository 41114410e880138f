import type { Availability, Candidate, Why } from '../../shared/routing/content.ts'
import { unchanged } from '../../shared/kernel/unreachable.ts'
import { span, untilWords } from '../ui/time-words.ts'

/** What decided, in a breath: `next in turn`, `fewest open (2 of 10)`. */
export function becauseWords(why: Why): string {
  const because = decidedWords(why)
  return why.overflow ? `${because}, asked to help` : because
}

function decidedWords({ decidedBy, method, candidates }: Why): string {
  const chosen = candidates[0]
  const figures = chosen ? ` (${openOf(chosen)})` : ''
  switch (decidedBy) {
    case 'last-agent':
      return 'answered this customer last'
    case 'only-one':
      return 'the only one free'
    case 'next-in-ring':
      return 'next in turn'
    case 'lowest-ratio':
      return 'furthest below their share'
    case 'fewest-open':
      return `fewest open${figures}`
    case 'longest-ago':
      return method === 'weighted'
        ? 'as far below their share as others, and longest without a new one'
        : `as few open as others${figures}, and longest without a new one`
    default:
      // A newer version may decide by more than this one knows.
      return unchanged('decided by the rules of this inbox', decidedBy)
  }
}

/** One candidate's figures, and what spoke against them: `free, 3 of 5 open`. */
export function standingWords(one: Candidate): string {
  const figures = `${openOf(one)} open`
  switch (one.standing) {
    case 'free':
      return `free, ${figures}`
    case 'away':
      return `away, ${figures}`
    case 'busy':
      return `busy, ${figures}`
    case 'full':
      return `at their limit, ${figures}`
    case 'inbox-full':
      return `has all they may have of this inbox, ${figures}`
    case 'lacks-skill':
      return `not for “${one.lacks ?? ''}”, ${figures}`
    case 'not-in-inbox':
      return 'does not work in this inbox'
    default:
      return unchanged(figures, one.standing)
  }
}

/** Beside whoever was nearest by share: `, given 5 % more of their share`. Empty where shares did not count. */
export function shareWords(one: Candidate, nearest: Candidate | undefined): string {
  if (one.standing !== 'free' || one.ratio === undefined || nearest?.ratio === undefined) return ''
  const more = Math.round((one.ratio - nearest.ratio) * 100)
  return more > 0 ? `, given ${more.toLocaleString('en')} % more of their share` : ''
}

function openOf({ open, limit }: Candidate): string {
  return limit === null ? `${open}` : `${open} of ${limit}`
}

/** What the inbox goes by. */
export function methodWords(method: Why['method']): string {
  switch (method) {
    case 'manual':
      return 'By hand: whoever takes it'
    case 'round-robin':
      return 'In turn'
    case 'weighted':
      return 'By share: whoever has the higher limit gets more'
    case 'least-busy':
      return 'To whoever has the fewest open'
    default:
      return unchanged('By the rules of this inbox', method)
  }
}

/** How long the customer had waited. */
export function waitedWords({ waitedMs }: Why): string {
  return waitedMs < 60_000 ? 'Nobody had to wait.' : `The customer had waited ${span(waitedMs)}.`
}

/** What somebody said of themselves last. */
type Said = { readonly availability?: Availability; readonly until?: number | null }

/** Where somebody is now, as the router sees it: whose return has come is back, and who never said anything is there. */
export function availabilityOf({ availability = 'online', until = null }: Said, now: number): Availability {
  return availability === 'away' && until !== null && until <= now ? 'online' : availability
}

/** Beside a colleague's name: `away until 14:00`, `busy`. `undefined`: they are there. */
export function awayWords(said: Said, now: number): string | undefined {
  const { until = null } = said
  const at = availabilityOf(said, now)
  if (at === 'online') return undefined
  return at === 'away' && until !== null ? `away until ${untilWords(until, now)}` : at
}
