import type { ConversationFact } from '../../shared/conversations/events.ts'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import { replay } from '../../shared/kernel/decider.ts'
import type { BusinessHours } from '../../shared/routing/content.ts'
import type { Run, SlaTarget, SlaTargets } from '../../shared/sla/content.ts'
import { dueOf, type Terms } from '../../shared/sla/due.ts'
import { byAgent, fact, friday, minute, opened, text } from '../conversations/story.ts'

/** Minutes after Friday noon, UTC. */
export const at = (minutes: number) => friday + minutes * minute

/** Friday noon until five, and the whole week like that. */
export const officeHours: BusinessHours = {
  zone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ from: 9 * 60, to: 17 * 60 }])
}

export const half: SlaTargets = { firstReply: 30, nextReply: 60, resolution: 240 }
export const terms = (more: Partial<Terms> & { targets?: SlaTargets; since?: number } = {}): Terms => ({
  sla: { targets: more.targets ?? half, since: more.since ?? 0 },
  hours: more.hours ?? null
})

let said = 0
export const writes = (minutes: number, message = `w-${++said}`) =>
  fact('conversation.message-received', { at: at(minutes), message, content: text('Hello?') })
export const answers = (minutes: number, by: ConversationFact['by'] = byAgent('ada')) =>
  fact('conversation.replied', { at: at(minutes), by, message: `r-${++said}`, content: text('Soon.') })
export const answersElsewhere = (minutes: number) =>
  fact('conversation.replied-elsewhere', { at: at(minutes), message: `e-${++said}`, content: text('From the phone.') })
export const snoozes = (minutes: number) =>
  fact('conversation.snoozed', { at: at(minutes), by: byAgent('ada'), until: at(100_000) })
export const wakes = (minutes: number) => fact('conversation.woken', { at: at(minutes) })
export const resolves = (minutes: number) => fact('conversation.resolved', { at: at(minutes), by: byAgent('ada') })
export const reopens = (minutes: number, by: ConversationFact['by'] = byAgent('ada')) =>
  fact('conversation.reopened', { at: at(minutes), by })

export const after = (...facts: ConversationFact[]): Conversation => replay(conversationDecider, [opened, ...facts])

export function runOf(target: SlaTarget, ...facts: ConversationFact[]): Run {
  const run = after(...facts).runs?.findLast(one => one.target === target)
  if (!run) throw new Error(`nothing runs for ${target}`)
  return run
}

/** In minutes after Friday noon. */
export function dueIn(run: Run, so: Terms = terms()): number | null {
  const due = dueOf(run, so)?.due ?? null
  return due === null ? null : (due - friday) / minute
}
