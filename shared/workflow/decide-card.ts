import { accept } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import { unreachable } from '../kernel/unreachable.ts'
import { cardOf } from './card-id.ts'
import { evolve, noCard, type Card } from './card.ts'
import type { CardCommand } from './commands.ts'
import {
  decideClose,
  decideComeBack,
  decideExplain,
  decideMove,
  decideOrder,
  decideReopen,
  mayEnter
} from './decide-move.ts'
import { no, said, workflowOf, type CardDecision, type No, type Of } from './decision.ts'
import type { CardFact } from './events.ts'
import { isClosing } from './plan-rules.ts'
import type { CardRefusal } from './refusals.ts'
import { landing } from './workflow.ts'

export const cardDecider: Decider<Card, CardCommand, CardFact, CardRefusal> = { initial: noCard, decide, evolve }

const mostItems = 50

function decide(command: CardCommand, card: Card, context: Context): CardDecision {
  if (!context.may(command.type)) return no({ reason: 'not-allowed' })
  const so = said(command, context)
  if (command.type === 'card.erase') {
    return card.status === 'open' || card.status === 'closed' ? accept({ ...so, type: 'card.erased' }) : accept()
  }
  if (command.type === 'card.place') return place(command, card, context)
  const isHere = card.status !== 'unknown' && card.status !== 'erased' && card.workflow === command.workflow
  if (!isHere || !context.reaches(card.inbox)) return no({ reason: 'no-such-card' })
  switch (command.type) {
    case 'card.move':
      return decideMove(command, card, context)
    case 'card.order':
      return decideOrder(command, card, context)
    case 'card.close':
      return decideClose(command, card, context)
    case 'card.explain':
      return decideExplain(command, card, context)
    case 'card.reopen':
      return decideReopen(command, card, context)
    case 'card.come-back':
      return decideComeBack(command, card, context)
    case 'card.rename':
      return card.title === command.title ? accept() : accept({ ...so, type: 'card.titled', title: command.title })
    case 'card.set-value': {
      const { value } = command
      const isSame = card.value?.minor === value?.minor && card.value?.currency === value?.currency
      return isSame ? accept() : accept({ ...so, type: 'card.valued', value })
    }
    case 'card.set-due':
      return card.due === command.due ? accept() : accept({ ...so, type: 'card.due-set', due: command.due })
    case 'card.set-field':
      return setField(command, card, context)
    case 'card.give':
      if (card.owner === command.to) return accept()
      // Whoever cannot open it must not be made to answer for it.
      if (command.to !== null && !context.reaches(card.inbox, command.to)) return no({ reason: 'no-such-agent' })
      return accept({ ...so, type: 'card.given', to: command.to })
    case 'card.add-item':
      return card.checklist.length >= mostItems
        ? no({ reason: 'too-many-items', limit: mostItems })
        : accept({ ...so, type: 'card.item-added', item: command.id, text: command.text })
    case 'card.check-item': {
      const item = card.checklist.find(one => one.item === command.item)
      return !item || item.done === command.done
        ? accept()
        : accept({ ...so, type: 'card.item-checked', item: command.item, done: command.done })
    }
    case 'card.remove-item':
      return card.checklist.some(one => one.item === command.item)
        ? accept({ ...so, type: 'card.item-removed', item: command.item })
        : accept()
    default:
      return unreachable(command)
  }
}

function setField(command: Of<'card.set-field'>, card: Card, context: Context): CardDecision {
  const { key, value } = command
  const workflow = workflowOf(command, context)
  if (!workflow?.now) return no({ reason: 'no-such-workflow' })
  if (!workflow.now.plan.fields.some(field => field.key === key)) return no({ reason: 'no-such-field', field: key })
  const before = Object.hasOwn(card.fields, key) ? card.fields[key] : ''
  return before === value ? accept() : accept({ ...said(command, context), type: 'card.field-set', key, value })
}

function place(command: Of<'card.place'>, card: Card, context: Context): CardDecision {
  const workflow = workflowOf(command, context)
  if (!workflow?.now || workflow.archived) return no({ reason: 'no-such-workflow' })
  const whose = owned(command, context)
  if ('accepted' in whose) return whose
  // Where only what was said was erased, whoever writes on begins anew: nobody may know what was here before.
  if (card.status !== 'unknown' && card.status !== 'erased') return no({ reason: 'already-placed' })
  const { plan } = workflow.now
  const stage = command.stage === null ? landing(plan) : plan.stages.find(one => one.id === command.stage)
  if (!stage || isClosing(stage)) return no({ reason: 'no-such-stage', stage: command.stage ?? '' })
  const barred = mayEnter(command, stage, workflow, context)
  if (barred) return barred
  const { title, rank } = command
  return accept({
    ...said(command, context),
    type: 'card.placed',
    workflow: command.workflow,
    ...whose,
    title,
    stage: stage.id,
    rank
  })
}

type Whose = { readonly inbox: string; readonly conversation: string | null; readonly contact: string }

/** Where a card belongs is not for its author to say: it is its conversation's inbox, or its contact's. */
function owned({ of, card, workflow }: Of<'card.place'>, context: Context): Whose | No {
  if (of.kind === 'contact') {
    const found = context.look?.(`contact/${of.contact}`) as { known: boolean; inbox: string } | undefined
    if (!found?.known || !context.reaches(found.inbox)) return no({ reason: 'no-such-contact' })
    return { inbox: found.inbox, conversation: null, contact: of.contact }
  }
  const found = context.look?.(`conversation/${of.conversation}`) as { status: string; inbox: string; contact: string }
  if (!found || found.status === 'unknown' || !context.reaches(found.inbox))
    return no({ reason: 'no-such-conversation' })
  if (card !== cardOf(workflow, of.conversation)) return no({ reason: 'no-such-card' })
  return { inbox: found.inbox, conversation: of.conversation, contact: found.contact }
}
