import type { ClientCommand } from '../../../shared/catalog.ts'
import type { Wish } from '../device.ts'
import { settingWords, type Told } from './setting-words.ts'
import { untilWords } from '../../ui/time-words.ts'
import { cardCalled, stageCalled } from '../../workflow/called.ts'
import { workflowCommandWords } from './workflow-command-words.ts'

const priorities = { none: 'no', low: 'low', high: 'high', urgent: 'urgent' } as const

/** What somebody wanted, as a line of the outbox. */
export function commandWords(command: ClientCommand | Wish, told: Told): string {
  const { now, nameOf } = told
  switch (command.type) {
    case 'conversation.reply':
      return command.content.kind === 'template' ? 'Template' : 'Reply'
    case 'conversation.note':
      return 'Note'
    case 'conversation.send-held':
      return 'Send the held reply'
    case 'conversation.discard-held':
      return 'Discard the held reply'
    case 'conversation.retry':
      return 'Try to send again'
    case 'conversation.withdraw-reply':
      return 'Take a reply back'
    case 'conversation.put-reaction':
      return command.emoji === null ? 'Take the reaction back' : `React with ${command.emoji}`
    case 'conversation.claim':
      return 'Take the conversation'
    case 'conversation.assign':
      return `Assign to ${nameOf(command.to)}`
    case 'conversation.unassign':
      return 'Assign to nobody'
    case 'conversation.resolve':
      return 'Resolve'
    case 'conversation.reopen':
      return 'Reopen'
    case 'conversation.snooze':
      return `Snooze until ${untilWords(command.until, now)}`
    case 'conversation.prioritise':
      return `Give it ${priorities[command.priority]} priority`
    case 'conversation.label':
      return `Label “${command.label}”`
    case 'conversation.unlabel':
      return `Remove the label “${command.label}”`
    case 'conversation.mark-read':
      return 'Mark as read'
    case 'contact.rename':
      return `Rename to ${command.name}`
    case 'contact.set-attribute':
      return command.value === '' ? `Remove ${command.key}` : `Set ${command.key} to ${command.value}`
    case 'contact.note':
      return 'Note about the person'
    case 'contact.remove-note':
      return 'Remove a note about the person'
    case 'contact.merge':
      return 'Merge two people'
    case 'contact.unmerge':
      return 'Unmerge'
    case 'contact.keep-apart':
      return 'Keep two people apart'
    case 'contact.erase':
      return 'Erase the person'
    default:
      return 'workflow' in command ? workflowCommandWords(command, nameOf) : settingWords(command, told)
  }
}

/** The start of the sentence that says it did not happen, beside what it was. */
export function notDone(command: ClientCommand | Wish): string {
  switch (command.type) {
    case 'conversation.reply':
    case 'conversation.send-held':
    case 'conversation.retry':
    case 'conversation.put-reaction':
      return 'Not sent.'
    case 'conversation.withdraw-reply':
      return 'Not taken back.'
    case 'conversation.claim':
    case 'conversation.assign':
    case 'conversation.unassign':
      return 'Not assigned.'
    case 'conversation.resolve':
      return 'Not resolved.'
    case 'conversation.snooze':
      return 'Not snoozed.'
    case 'conversation.note':
    case 'contact.note':
      return 'Note not saved.'
    case 'contact.merge':
      return 'Not merged.'
    case 'contact.unmerge':
      return 'Not unmerged.'
    case 'card.move':
      return 'Not moved.'
    case 'card.explain':
      return 'The reason is not changed.'
    default:
      return 'Not done.'
  }
}

/** The same where nothing beside it says of what. */
export function whatIsNotDone(command: ClientCommand | Wish, told: Told): string {
  if (!('card' in command)) return notDone(command)
  const card = cardCalled(command.card)
  switch (command.type) {
    case 'card.move':
      return `${upper(card)} is not moved to ${stageCalled(command.workflow, command.to)}.`
    case 'card.close':
      return `${upper(card)} is not closed.`
    case 'card.explain':
      return `Why ${card} was ${command.outcome} is not changed.`
    default:
      return `Not done: ${lower(commandWords(command, told))}.`
  }
}

const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)

/** What just happened, for the toast that offers Undo. */
export function doneWords(wish: Wish, told: Told): string {
  switch (wish.type) {
    case 'conversation.claim':
      return 'It is yours'
    case 'conversation.assign':
      return `Assigned to ${told.nameOf(wish.to)}`
    case 'conversation.unassign':
      return 'Assigned to nobody'
    case 'conversation.resolve':
      return 'Resolved'
    case 'conversation.reopen':
      return 'Reopened'
    case 'conversation.snooze':
      return `Snoozed until ${untilWords(wish.until, told.now)}`
    case 'conversation.prioritise':
      return wish.priority === 'none' ? 'Priority taken away' : `Priority: ${wish.priority}`
    case 'conversation.label':
      return `Labelled “${wish.label}”`
    case 'conversation.unlabel':
      return `Label “${wish.label}” removed`
    case 'contact.note':
      return 'Note saved'
    case 'contact.remove-note':
      return 'Note removed'
    case 'contact.merge':
      return 'Merged'
    case 'contact.unmerge':
      return 'Unmerged: everything is where it was'
    case 'contact.keep-apart':
      return 'Kept apart'
    case 'contact.erase':
      return 'The person is being erased'
    case 'card.move':
      return `${upper(cardCalled(wish.card))} moved to ${stageCalled(wish.workflow, wish.to)}`
    default:
      return commandWords(wish, told)
  }
}
