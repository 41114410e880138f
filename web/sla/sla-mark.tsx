import type { ComponentChildren } from 'preact'
import { openBetween } from '../../shared/routing/open-time.ts'
import { urgencyAt, type Urgency } from '../../shared/sla/pressing.ts'
import { inboxes, workflows, type ThreadRow } from '../app/live.ts'
import { now } from '../ui/now.ts'
import { fullWhen } from '../ui/time-words.ts'
import { pressingHere } from './pressing-here.ts'
import { clockWords, targetNames } from './words.ts'

const looks: Record<Urgency, string> = {
  quiet: 'mark drawn aim',
  soon: 'mark drawn alarm closing',
  late: 'mark drawn alert soon'
}

type Props = {
  row: ThreadRow
  /** Something else presses already: only what is late or soon will be says so too. */
  onlyLoud?: boolean
  /** What stands there where nothing runs. */
  children?: ComponentChildren
}

/** How long there is to do what the inbox, or a workflow, aims for next. Its words say it, its colour only says it louder. */
export function SlaMark({ row, onlyLoud = false, children }: Props) {
  const pressing = pressingHere(row)
  if (!pressing) return <>{children}</>
  const { target, due, workflow } = pressing
  const urgency = urgencyAt(pressing, now.value)
  if (onlyLoud && urgency === 'quiet') return null
  const hours = inboxes.get(row.inbox)?.hours ?? null
  const ms = urgency === 'late' ? openBetween(hours, due, now.value) : openBetween(hours, now.value, due)
  const name = targetNames[target]
  return (
    <span class={looks[urgency]} data-urgency={urgency} title={`The ${name} is due ${fullWhen(due)}${whose(workflow)}`}>
      <span class="unseen">{urgency === 'late' ? `${name} ` : `time to the ${name}: `}</span>
      {clockWords(urgency, ms)}
    </span>
  )
}

/** Why it is another time than their inbox’s. */
function whose(workflow: string | undefined): string {
  const name = workflow === undefined ? undefined : workflows.get(workflow)?.now?.plan.name
  return name === undefined ? '' : `, as ${name} has it`
}
