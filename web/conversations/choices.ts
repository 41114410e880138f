import { signal } from '@preact/signals'
import { readDraft, writeDraft } from '../app/drafts.ts'

/** What customers are to choose from, by conversation, as it is typed: kept as a draft is, a line each. */
const typed = signal<ReadonlyMap<string, readonly string[]>>(new Map())

/** `null`: nothing is asked. */
export function typedChoices(conversation: string): readonly string[] | null {
  return typed.value.get(conversation) ?? null
}

export function typeChoices(conversation: string, choices: readonly string[] | null): void {
  show(conversation, choices)
  writeDraft(conversation, 'choices', choices?.join('\n') ?? '')
}

/** Shows what was kept. What is typed here is newer. */
export async function recallChoices(conversation: string): Promise<void> {
  const kept = await readDraft(conversation, 'choices')
  if (kept !== '' && typedChoices(conversation) === null) show(conversation, kept.split('\n'))
}

function show(conversation: string, choices: readonly string[] | null): void {
  const next = new Map(typed.peek())
  if (choices) next.set(conversation, choices)
  else next.delete(conversation)
  typed.value = next
}

/** Those that have words. */
export function choicesToSend(conversation: string): readonly string[] {
  return (typed.peek().get(conversation) ?? []).map(title => title.trim()).filter(title => title !== '')
}
