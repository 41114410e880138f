import type { Moment } from '../../shared/conversations/page-item.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { Why } from '../../shared/routing/content.ts'
import { becauseWords } from '../routing/content-words.ts'
import { inSentence, untilWords } from '../ui/time-words.ts'

type Told = {
  readonly now: number
  readonly self: string
  nameOf(agent: string): string
  /** Who did it, where nobody did. */
  programName?(by: Author): string
}

/** What an event says happened, after the name of who did it: `took the conversation`. */
function deed(fact: Moment, { now, self, nameOf }: Told): string {
  switch (fact.type) {
    case 'conversation.opened':
      return 'began the conversation'
    case 'conversation.claimed':
      return 'took the conversation'
    case 'conversation.assigned':
      if (fact.by.id === fact.to) return 'took the conversation'
      return `assigned it to ${fact.to === self ? 'you' : nameOf(fact.to)}`
    case 'conversation.unassigned':
      return 'assigned it to nobody'
    case 'conversation.resolved':
      return 'resolved it'
    case 'conversation.reopened':
      return fact.by.kind === 'customer' ? 'wrote again, so it is open' : 'reopened it'
    case 'conversation.snoozed':
      return `snoozed it until ${untilWords(fact.until, now)}`
    case 'conversation.woken':
      return 'woke it up'
    case 'conversation.prioritised':
      return fact.priority === 'none' ? 'took the priority away' : `gave it ${fact.priority} priority`
    case 'conversation.labelled':
      return `labelled it “${fact.label}”`
    case 'conversation.unlabelled':
      return `removed the label “${fact.label}”`
    case 'conversation.noticed':
      return noticedWords(fact)
    case 'conversation.sla-missed':
      return `saw the ${slaNames[fact.target]} missed that was due ${inSentence(fact.due, now)}`
    case 'conversation.erased':
      return 'erased what was said before'
  }
}

const slaNames = { 'first-reply': 'first reply', 'next-reply': 'reply', resolution: 'resolution' }

type Noticed = Extract<Moment, { type: 'conversation.noticed' }>

/** The platform's own words are the best there are; without any, at least what it was. */
function noticedWords({ what, text }: Noticed): string {
  return text === '' ? `told us: ${what.replaceAll(/[_.-]+/g, ' ')}` : `told us: ${text}`
}

/** One or more events of one author as one quiet line: `Sara took the conversation, labelled it “wholesale”`. */
export function momentWords(facts: readonly Moment[], told: Told): string {
  const [first] = facts
  if (!first) return ''
  const { by } = first
  const deeds = facts.map(fact => deed(fact, told)).join(', ')
  if (first.type === 'conversation.assigned' && first.why) {
    return `Given to ${first.to === told.self ? 'you' : told.nameOf(first.to)}: ${becauseWords(first.why)}`
  }
  if (first.type === 'conversation.noticed') return `The platform ${deeds}`
  if (by.kind === 'customer') return `The customer ${deeds}`
  if (by.kind === 'system') return `${told.programName?.(by) ?? 'Daybook'} ${deeds}`
  return `${by.id === told.self ? 'You' : told.nameOf(by.id)} ${deeds}`
}

/** Why the router chose whom it chose. `undefined`: a person did, or it is something else. */
export function whyOf(fact: Moment): Why | undefined {
  return fact.type === 'conversation.assigned' ? fact.why : undefined
}

/** Of one author, in one breath. Milliseconds. */
const breathMs = 60_000

/** Events that one person caused at once are read at once. What was routed stands alone, beside its reasons. */
export function inOneBreath<
  T extends { readonly at: number; readonly by: { readonly id: string }; readonly fact: Moment }
>(moments: readonly T[]): readonly (readonly T[])[] {
  const breaths: T[][] = []
  for (const moment of moments) {
    const before = breaths.at(-1)?.at(-1)
    const alone = whyOf(moment.fact) !== undefined || (before && whyOf(before.fact) !== undefined)
    const together = !alone && before?.by.id === moment.by.id && Math.abs(moment.at - before.at) <= breathMs
    if (together) breaths.at(-1)?.push(moment)
    else breaths.push([moment])
  }
  return breaths
}
