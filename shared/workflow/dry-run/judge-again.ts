import type { Role } from '../../identity/events.ts'
import { may } from '../../identity/may.ts'
import type { Context } from '../../kernel/decider.ts'
import type { Board } from '../board.ts'
import type { CardCommand } from '../commands.ts'
import { cardDecider } from '../decide-card.ts'
import { isClosing } from '../plan-rules.ts'
import type { Stage } from '../plan.ts'
import type { CardRefusal } from '../refusals.ts'
import { stageNow, type Workflow } from '../workflow.ts'
import type { Moment } from './course.ts'

export type Again = {
  readonly from: string | null
  readonly to: string
  /** `null`: it would have been done as well. */
  readonly refusal: CardRefusal | null
}

type Beside = {
  readonly id: string
  readonly workflow: Workflow
  /** As it was then. */
  readonly board: Board
  roleOf(agent: string): Role
}

/** What a plan rules. Whatever else a card may be refused for was not there, or was no other, then. */
const rules = new Set<CardRefusal['reason']>([
  'transition-not-allowed',
  'missing-fields',
  'stage-not-yours',
  'stage-full'
])

/** A move as it would be judged by this workflow, at the place of the log where it was made. `null`: it would be none. */
export function judgeAgain(moment: Moment, beside: Beside): Again | null {
  const { before, fact } = moment
  const here = before.status === 'unknown' ? undefined : stageNow(beside.workflow, before.stage)
  const asked = wanted(moment, beside, here)
  if (!asked) return null
  const { to, command } = asked
  const decision = cardDecider.decide(command, before, contextOf(moment, beside))
  const refusal = decision.accepted || !rules.has(decision.refusal.reason) ? null : decision.refusal
  return { from: fact.type === 'card.placed' ? null : (here?.id ?? null), to, refusal }
}

function wanted(
  { card, fact, before }: Moment,
  { id: workflow, workflow: judge }: Beside,
  here: Stage | undefined
): { readonly to: string; readonly command: CardCommand } | null {
  if (!('stage' in fact) && fact.type !== 'card.moved') return null
  const to = stageNow(judge, fact.type === 'card.moved' ? fact.to : fact.stage)
  if (!to) return null
  const base = { id: fact.cause, at: fact.at, card, workflow, rank: fact.rank }
  const asks = (command: CardCommand) => ({ to: to.id, command })
  const isPerson = fact.by.kind === 'agent'
  switch (fact.type) {
    case 'card.placed': {
      // Customers are refused nowhere, and come in wherever that is.
      if (!isPerson || isClosing(to)) return null
      const { conversation, contact } = fact
      const of =
        conversation === null
          ? ({ kind: 'contact', contact } as const)
          : ({ kind: 'conversation', conversation } as const)
      return asks({ ...base, type: 'card.place', of, title: null, stage: to.id })
    }
    case 'card.moved':
      return !here || here.id === to.id ? null : asks({ ...base, type: 'card.move', from: here.id, to: to.id })
    case 'card.closed': {
      if (!here) return null
      if (isClosing(to)) {
        return here.id === to.id ? null : asks({ ...base, type: 'card.move', from: here.id, to: to.id })
      }
      const { outcome, reason } = fact
      return before.status === 'open' ? asks({ ...base, type: 'card.close', from: here.id, outcome, reason }) : null
    }
    case 'card.reopened':
    case 'card.cycle-opened': {
      if (!isPerson || isClosing(to)) return null
      const as = fact.type === 'card.reopened' ? 'same-cycle' : 'new-cycle'
      return asks({ ...base, type: 'card.reopen', as, to: to.id })
    }
  }
}

/** Whoever did it could: their inboxes, and whether the conversation was there, are not asked again. */
function contextOf({ at, before, fact }: Moment, { id, workflow, board, roleOf }: Beside): Context {
  const { by } = fact
  const inbox = fact.type === 'card.placed' ? fact.inbox : before.inbox
  const contact = fact.type === 'card.placed' ? fact.contact : before.contact
  return {
    now: at,
    by,
    may: command => by.kind !== 'agent' || may(roleOf(by.id), command),
    reaches: () => true,
    look(stream) {
      if (stream === `workflow/${id}`) return workflow
      if (stream === `board/${id}`) return board
      return { status: 'open', known: true, inbox, contact }
    }
  }
}
