import { moneyWords } from '../../workflow/money.ts'
import { boardCalled, cardCalled, conversationCalled, stageCalled } from '../../workflow/called.ts'
import type { Wish } from '../device.ts'
import { nameNow } from './name-now.ts'

type WorkflowWish = Extract<Wish, { workflow: string }>
type CardWish = Extract<WorkflowWish, { card: string }>

/** What somebody wanted of a workflow or a card, as a line of the outbox. */
export function workflowCommandWords(command: WorkflowWish, nameOf: (agent: string) => string): string {
  switch (command.type) {
    case 'workflow.publish':
      return `Publish the workflow ${command.plan.name}`
    case 'workflow.archive':
      return `Archive the workflow ${boardCalled(command.workflow)}`
    case 'workflow.restore':
      return `Bring the workflow ${boardCalled(command.workflow)} back`
    default:
      return cardCommandWords(command, nameOf)
  }
}

function cardCommandWords(command: CardWish, nameOf: (agent: string) => string): string {
  const card = cardCalled(command.card)
  switch (command.type) {
    case 'card.place':
      return `Put ${placed(command)} on ${boardCalled(command.workflow)}`
    case 'card.move':
      return `Move ${card} to ${stageCalled(command.workflow, command.to)}`
    case 'card.order':
      return `Move ${card} within ${stageCalled(command.workflow, command.stage)}`
    case 'card.close':
      return `Close ${card} as ${command.outcome}${command.reason === '' ? '' : `: “${command.reason}”`}`
    case 'card.explain':
      return command.reason === ''
        ? `Take away why ${card} was ${command.outcome}`
        : `Say why ${card} was ${command.outcome}: “${command.reason}”`
    case 'card.reopen':
      return command.as === 'same-cycle' ? `Reopen ${card}` : `Begin a new cycle of ${card}`
    case 'card.rename':
      return command.title === null ? `Take away what ${card} is called` : `Call ${card} “${command.title}”`
    case 'card.set-value':
      return command.value === null
        ? `Take away the value of ${card}`
        : `Set the value of ${card} to ${moneyWords(command.value)}`
    case 'card.set-due':
      return command.due === null ? `Take away when ${card} is due` : `Set when ${card} is due`
    case 'card.set-field':
      return command.value === '' ? `Empty a field of ${card}` : `Fill in ${card}: “${command.value}”`
    case 'card.give':
      return command.to === null ? `Give ${card} to nobody` : `Give ${card} to ${nameOf(command.to)}`
    case 'card.add-item':
      return `Add “${command.text}” to ${card}`
    case 'card.check-item':
      return `${command.done ? 'Tick' : 'Untick'} an item of ${card}`
    case 'card.remove-item':
      return `Remove an item of ${card}`
  }
}

function placed({ title, of }: Extract<CardWish, { type: 'card.place' }>): string {
  if (title !== null) return title
  return of.kind === 'contact' ? nameNow(of.contact) : conversationCalled(of.conversation)
}
