import type { Priority } from '../conversations/events.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { Money } from '../workflow/events.ts'
import { isAbove } from './begins.ts'
import type { Condition, Line } from './content.ts'

/** All that conditions ask about, as it is when the automation is judged. */
export type Situation = {
  readonly inbox: string
  readonly platform: string
  readonly labels: readonly string[]
  readonly priority: Priority
  readonly assignee: string | null
  /** The words of the message it began with, else the last ones. */
  readonly text: string
  readonly isOpenHours: boolean
  /** The conversation's open cards. */
  readonly cards: readonly { readonly workflow: string; readonly stage: string; readonly value: Money | null }[]
}

/** The first line that does not hold. `null`: all do. */
export function failingLine(lines: readonly Line[], so: Situation): Line | null {
  return lines.find(line => !line.some(condition => holds(condition, so))) ?? null
}

function holds(condition: Condition, so: Situation): boolean {
  return isSo(condition, so) !== (condition.not ?? false)
}

function isSo(condition: Condition, so: Situation): boolean {
  switch (condition.is) {
    case 'inbox':
      return so.inbox === condition.inbox
    case 'platform':
      return so.platform === condition.platform
    case 'label':
      return so.labels.includes(condition.label)
    case 'text':
      return so.text.toLowerCase().includes(condition.words.toLowerCase())
    case 'priority':
      return so.priority === condition.priority
    case 'assignee':
      return so.assignee === condition.agent
    case 'open-hours':
      return so.isOpenHours
    case 'in-stage':
      return so.cards.some(card => card.workflow === condition.workflow && card.stage === condition.stage)
    case 'value-above':
      return so.cards.some(card => card.workflow === condition.workflow && isAbove(card.value, condition.value))
    default:
      return unreachable(condition)
  }
}
