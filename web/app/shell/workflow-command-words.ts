import type { Wish } from '../device.ts'

type WorkflowWish = Extract<Wish, { workflow: string }>

/** What somebody wanted of a workflow or a card, as a line of the outbox. */
export function workflowCommandWords(command: WorkflowWish, nameOf: (agent: string) => string): string {
  switch (command.type) {
    case 'workflow.publish':
      return `Publish the workflow ${command.plan.name}`
    case 'workflow.archive':
      return 'Archive the workflow'
    case 'workflow.restore':
      return 'Bring the workflow back'
    case 'card.place':
      return 'Put a card on the board'
    case 'card.move':
    case 'card.order':
      return 'Move a card'
    case 'card.close':
      return `Close a card as ${command.outcome}`
    case 'card.explain':
      return command.reason === ''
        ? `Take away why it was ${command.outcome}`
        : `Say why it was ${command.outcome}: “${command.reason}”`
    case 'card.reopen':
      return command.as === 'same-cycle' ? 'Reopen a card' : 'Begin a new cycle'
    case 'card.rename':
      return 'Rename a card'
    case 'card.set-value':
      return 'Set a card’s value'
    case 'card.set-due':
      return 'Set when a card is due'
    case 'card.set-field':
      return 'Fill in a card'
    case 'card.give':
      return command.to === null ? 'Give a card to nobody' : `Give a card to ${nameOf(command.to)}`
    case 'card.add-item':
      return `Add “${command.text}”`
    case 'card.check-item':
      return command.done ? 'Tick an item off' : 'Untick an item'
    case 'card.remove-item':
      return 'Remove an item'
  }
}
