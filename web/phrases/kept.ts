import { signal } from '@preact/signals'
import * as v from 'valibot'
import { me } from '../app/live.ts'

const draft = v.object({ onVersion: v.number(), name: v.string(), text: v.string() })
const drafts = v.record(v.string(), draft)
/** A saved reply as it is edited. What is not saved yet is nobody else's. */
export type PhraseDraft = v.InferOutput<typeof draft>

/** Counts the changes, so that who reads a draft is drawn again. */
const changes = signal(0)

/** What was edited on this device, by phrase: it outlives a reload, and the tab. */
export function keptPhrases(): Readonly<Record<string, PhraseDraft>> {
  void changes.value
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), drafts), localStorage.getItem(key()))
  return stored.success ? stored.output : {}
}

export function keepPhrase(phrase: string, kept: PhraseDraft): void {
  write({ ...keptPhrases(), [phrase]: kept })
}

export function dropPhrase(phrase: string): void {
  write(Object.fromEntries(Object.entries(keptPhrases()).filter(([one]) => one !== phrase)))
}

function write(kept: Readonly<Record<string, PhraseDraft>>): void {
  localStorage.setItem(key(), JSON.stringify(kept))
  changes.value += 1
}

/** A device may be signed out of and into: nobody finds the drafts of another. */
function key(): string {
  const self = me.value
  return `daybook-phrases ${self?.tenant} ${self?.agent}`
}
