import type { Rule } from '../../shared/automation/content.ts'
import type { AutomationRow } from '../app/live.ts'

/** An automation as it is edited. What is not published yet is nobody else's. */
export type Draft = { readonly onVersion: number; readonly rule: Rule }

const begun: Rule = {
  name: '',
  order: 100,
  when: { on: 'message-received' },
  if: [[{ is: 'text', words: '' }]],
  then: [{ do: 'label', label: '' }]
}

/** What this tab was editing: leaving the screen loses nothing, closing the tab does. */
const kept = new Map<string, Draft>()

export function draftOf(automation: string, row: AutomationRow | undefined): Draft {
  return kept.get(automation) ?? (row?.now ? { onVersion: row.now.version, rule: row.now.rule } : beginning)
}
const beginning: Draft = { onVersion: 0, rule: begun }

export function keepDraft(automation: string, draft: Draft): void {
  kept.set(automation, draft)
}

export function dropDraft(automation: string): void {
  kept.delete(automation)
}

export function hasDraft(automation: string): boolean {
  return kept.has(automation)
}

/** The list with one of it changed, or gone: `null`. */
export function withOne<T>(list: readonly T[], at: number, next: T | null): T[] {
  return next === null ? list.filter((_, index) => index !== at) : list.map((one, index) => (index === at ? next : one))
}
