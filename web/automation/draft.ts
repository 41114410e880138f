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

/** Where editing begins: at what is published, or at nothing. */
export function draftFrom(row: AutomationRow | undefined): Draft {
  return row?.now ? { onVersion: row.now.version, rule: row.now.rule } : { onVersion: 0, rule: begun }
}

/** The list with one of it changed, or gone: `null`. */
export function withOne<T>(list: readonly T[], at: number, next: T | null): T[] {
  return next === null ? list.filter((_, index) => index !== at) : list.map((one, index) => (index === at ? next : one))
}
