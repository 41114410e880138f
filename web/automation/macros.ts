import type { Rule } from '../../shared/automation/content.ts'
import { automations } from '../app/live.ts'
import { digits } from '../keyboard/keys.ts'

/** `key`: the digit it is on. Those behind the ninth are on none. */
export type Macro = { readonly automation: string; readonly rule: Rule; readonly key: string | undefined }

/** What an admin has laid out to be done with one key, in their order. */
export function macros(): readonly Macro[] {
  void automations.revision.value
  return [...automations.all.values()]
    .flatMap(({ automation, status, now }) =>
      status === 'on' && now?.rule.when.on === 'by-hand' ? [{ automation, rule: now.rule }] : []
    )
    .sort((a, b) => a.rule.order - b.rule.order || a.rule.name.localeCompare(b.rule.name))
    .map((one, at) => ({ ...one, key: digits[at] }))
}

/** Whether something is said to the customer: nothing takes that back. */
export function isSaid(steps: Rule['then']): boolean {
  return steps.some(step => step.do === 'reply' || step.do === 'send-phrase' || step.do === 'send-template')
}
