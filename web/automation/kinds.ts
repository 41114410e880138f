import type { Condition, Step, When } from '../../shared/automation/content.ts'

/** What an automation may begin with, in the words of the list to choose from. */
export const whenWords: Readonly<Record<When['on'], string>> = {
  'message-received': 'a customer writes',
  opened: 'a conversation opens',
  resolved: 'a conversation is resolved',
  woken: 'a snooze ends',
  labelled: 'a label is added',
  'card-entered': 'a card comes into a stage',
  'card-left': 'a card leaves a stage',
  'value-above': 'a card’s value rises above',
  waited: 'a customer has waited for an answer',
  'window-closes': 'the reply window of somebody unanswered closes soon',
  'by-hand': 'an agent asks for it (a macro)'
}

export const conditionWords: Readonly<Record<Condition['is'], string>> = {
  text: 'the words contain',
  inbox: 'it is in the inbox',
  platform: 'it came over',
  label: 'it has the label',
  priority: 'its priority is',
  assignee: 'it is assigned to',
  'open-hours': 'the inbox is open at that hour',
  'in-stage': 'its card is in the stage',
  'value-above': 'its card is worth more than'
}

/** The same, when it must not be so. */
export const notWords: Readonly<Record<Condition['is'], string>> = {
  text: 'the words do not contain',
  inbox: 'it is not in the inbox',
  platform: 'it did not come over',
  label: 'it lacks the label',
  priority: 'its priority is not',
  assignee: 'it is not assigned to',
  'open-hours': 'the inbox is closed at that hour',
  'in-stage': 'its card is not in the stage',
  'value-above': 'its card is worth no more than'
}

export const stepWords: Readonly<Record<Step['do'], string>> = {
  assign: 'assign it to',
  'hand-back': 'hand it back to be given out',
  label: 'add the label',
  unlabel: 'remove the label',
  prioritise: 'set the priority',
  snooze: 'snooze it for',
  resolve: 'resolve it',
  reply: 'reply',
  note: 'write a note',
  'send-phrase': 'send the saved reply',
  'send-template': 'send the template',
  'place-card': 'put a card on the board',
  'move-card': 'move its card to',
  call: 'call the web address'
}

const nothing = { minor: 0, currency: 'EUR' }

/** As it stands when it was just chosen: what is still missing is empty. */
export function freshWhen(on: When['on']): When {
  switch (on) {
    case 'labelled':
      return { on, label: '' }
    case 'card-entered':
    case 'card-left':
      return { on, workflow: '', stage: '' }
    case 'value-above':
      return { on, workflow: '', value: nothing }
    case 'waited':
    case 'window-closes':
      return { on, minutes: on === 'waited' ? 30 : 120 }
    default:
      return { on }
  }
}

export function freshCondition(is: Condition['is']): Condition {
  switch (is) {
    case 'text':
      return { is, words: '' }
    case 'inbox':
      return { is, inbox: '' }
    case 'platform':
      return { is, platform: '' }
    case 'label':
      return { is, label: '' }
    case 'priority':
      return { is, priority: 'urgent' }
    case 'assignee':
      return { is, agent: null }
    case 'in-stage':
      return { is, workflow: '', stage: '' }
    case 'value-above':
      return { is, workflow: '', value: nothing }
    default:
      return { is }
  }
}

export function freshStep(what: Step['do']): Step {
  switch (what) {
    case 'assign':
      return { do: what, to: '' }
    case 'label':
    case 'unlabel':
      return { do: what, label: '' }
    case 'prioritise':
      return { do: what, priority: 'urgent' }
    case 'snooze':
      return { do: what, minutes: 60 }
    case 'reply':
    case 'note':
      return { do: what, text: '' }
    case 'send-phrase':
      return { do: what, phrase: '' }
    case 'send-template':
      return { do: what, name: '', language: '', parameters: [] }
    case 'place-card':
      return { do: what, workflow: '' }
    case 'move-card':
      return { do: what, workflow: '', stage: '' }
    case 'call':
      return { do: what, url: '' }
    default:
      return { do: what }
  }
}
