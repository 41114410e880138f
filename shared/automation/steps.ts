import type { AgentConversationCommand } from '../conversations/commands.ts'
import { unreachable } from '../kernel/unreachable.ts'
import { cardOf } from '../workflow/card-id.ts'
import type { CardCommand } from '../workflow/commands.ts'
import { rankAt } from '../workflow/rank.ts'
import type { Rule, Step as AnyStep } from './content.ts'
import { saidOf, type Missing, type Sayable } from './said.ts'

/** What an automation or a macro is carried out on. */
export type Subject = Sayable & {
  /** `null`: a card that stands for its contact alone. */
  readonly conversation: string | null
  /** The card it began with, if it began with one. */
  readonly card: { readonly card: string; readonly workflow: string } | null
  /** What its author has seen: the customer's last message, and the last of anybody else's. */
  readonly lastReceived: string | null
  readonly lastOfOthers: string | null
  /** Where a card stands now, and the passage that is under way, if one is. `null`: it is on no board. */
  placeOf(card: string): { readonly stage: string; readonly cycle: number | null } | null
}

type Bare<C> = C extends unknown ? Omit<C, 'id' | 'at'> : never
export type Wanted = Bare<Exclude<AgentConversationCommand | CardCommand, { type: 'card.come-back' | 'card.erase' }>>

/** Calling is no command: nothing in the workspace changes by it. */
export type Step = Exclude<AnyStep, { do: 'call' }>
export const isCommand = (step: AnyStep): step is Step => step.do !== 'call'

/** What a step comes to: a command like any agent's. */
export function wantedOf(step: Step, on: Subject, now: number): Wanted | Missing {
  if (step.do === 'move-card') return moved(step, on, now)
  const { conversation } = on
  if (conversation === null) return 'no-conversation'
  switch (step.do) {
    case 'assign':
      return { type: 'conversation.assign', conversation, to: step.to }
    case 'hand-back':
      return { type: 'conversation.unassign', conversation }
    case 'label':
      return { type: 'conversation.label', conversation, label: step.label }
    case 'unlabel':
      return { type: 'conversation.unlabel', conversation, label: step.label }
    case 'prioritise':
      return { type: 'conversation.prioritise', conversation, priority: step.priority }
    case 'snooze':
      return { type: 'conversation.snooze', conversation, until: now + step.minutes * 60_000, seen: on.lastReceived }
    case 'resolve':
      return { type: 'conversation.resolve', conversation, seen: on.lastReceived }
    case 'reply':
    case 'send-phrase':
    case 'send-template': {
      const content = saidOf(step, on)
      if (typeof content === 'string') return content
      return { type: 'conversation.reply', conversation, content, seen: on.lastOfOthers }
    }
    case 'note':
      return { type: 'conversation.note', conversation, text: step.text }
    case 'place-card': {
      const { workflow } = step
      const placed = { card: cardOf(workflow, conversation), workflow, title: null, stage: null, rank: rankAt(now) }
      return { type: 'card.place', ...placed, of: { kind: 'conversation', conversation } }
    }
    default:
      return unreachable(step)
  }
}

function moved({ workflow, stage }: Extract<Step, { do: 'move-card' }>, on: Subject, now: number): Wanted | Missing {
  const card = cardIn(workflow, on)
  const place = card === null ? null : on.placeOf(card)
  if (card === null || place === null) return 'no-card'
  const { stage: from, cycle } = place
  return { type: 'card.move', card, workflow, from, to: stage, rank: rankAt(now), cycle }
}

/** The card of this workflow that is meant: the one it began with, else the conversation's. */
export function cardIn(
  workflow: string,
  { card, conversation }: Pick<Subject, 'card' | 'conversation'>
): string | null {
  if (card?.workflow === workflow) return card.card
  return conversation === null ? null : cardOf(workflow, conversation)
}

/** The workflows whose cards a rule looks at or moves. */
export function workflowsIn(rule: Pick<Rule, 'if' | 'then'>): readonly string[] {
  const asked = rule.if.flat().flatMap(one => ('workflow' in one ? [one.workflow] : []))
  const moved = rule.then.flatMap(one => (one.do === 'move-card' ? [one.workflow] : []))
  return [...new Set([...asked, ...moved])]
}
