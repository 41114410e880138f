import { accept } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import type { Run } from '../sla/content.ts'
import type { Conversation } from './conversation.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'

type Sla = Of<'conversation.warn-of-sla' | 'conversation.miss-sla'>

export function isSla(command: { readonly type: string }): command is Sla {
  return command.type === 'conversation.warn-of-sla' || command.type === 'conversation.miss-sla'
}

/** Once for each wait. It answers nothing where somebody was faster than the clock: the answer was there in time. */
export function decideSla(command: Sla, { runs = [] }: Conversation, context: Context): ConversationDecision {
  const { target, since, due, workflow } = command
  const run = runs.find(one => one.target === target && one.since === since)
  if (!run || run.missed !== undefined) return accept()
  const so = { ...said(command, context), target, since, due, ...(workflow !== undefined && { workflow }) }
  if (command.type === 'conversation.miss-sla')
    return ranUntil(run, context.now) > due ? accept({ ...so, type: 'conversation.sla-missed' }) : accept()
  return run.warned || run.from === null ? accept() : accept({ ...so, type: 'conversation.sla-warned' })
}

function ranUntil({ from, ran }: Run, now: number): number {
  return from === null ? (ran.at(-1)?.[1] ?? 0) : now
}
