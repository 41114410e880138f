import { signal } from '@preact/signals'

/** What customers are to choose from, by conversation, as it is typed. In memory: it goes with the next reply. */
const typed = signal<ReadonlyMap<string, readonly string[]>>(new Map())

/** `null`: nothing is asked. */
export function typedChoices(conversation: string): readonly string[] | null {
  return typed.value.get(conversation) ?? null
}

export function typeChoices(conversation: string, choices: readonly string[] | null): void {
  const next = new Map(typed.peek())
  if (choices) next.set(conversation, choices)
  else next.delete(conversation)
  typed.value = next
}

/** Those that have words. */
export function choicesToSend(conversation: string): readonly string[] {
  return (typed.peek().get(conversation) ?? []).map(title => title.trim()).filter(title => title !== '')
}
