import { signal } from '@preact/signals'
import * as v from 'valibot'
import { method } from '../../shared/routing/content.ts'
import { me } from '../app/live.ts'
import type { PolicyForm } from './policy-form.ts'

/** What is typed of a policy and not published: nobody is routed by it. */
export type PolicyDraft = {
  /** The version it was begun on, 0 where there was none. */
  readonly onVersion: number
  readonly edits: Partial<PolicyForm>
}

const draft: v.GenericSchema<PolicyDraft> = v.object({
  onVersion: v.number(),
  edits: v.partial(
    v.object({
      method,
      team: v.string(),
      limit: v.string(),
      sticky: v.boolean(),
      helpers: v.string(),
      afterMinutes: v.string()
    })
  )
}) as v.GenericSchema<PolicyDraft>

/** Counts the changes, so that who reads a draft is drawn again. */
const changes = signal(0)

/** What was edited on this device: it outlives a reload, and the tab. */
export function keptPolicy(inbox: string): PolicyDraft | undefined {
  void changes.value
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), draft), localStorage.getItem(keyOf(inbox)))
  return stored.success ? stored.output : undefined
}

export function keepPolicy(inbox: string, kept: PolicyDraft): void {
  localStorage.setItem(keyOf(inbox), JSON.stringify(kept))
  changes.value += 1
}

export function dropPolicy(inbox: string): void {
  localStorage.removeItem(keyOf(inbox))
  changes.value += 1
}

/** A device may be signed out of and into: nobody finds the draft of another. */
function keyOf(inbox: string): string {
  const self = me.value
  return `daybook-policy ${self?.tenant} ${self?.agent} ${inbox}`
}
