import { signal } from '@preact/signals'

/** The conversation the keys speak of: where somebody walked to in the list, or what is open. */
export const cursor = signal<string | null>(null)

/** What this person has dealt with themselves: it may leave a list that otherwise stands still. */
export const dealtWith = signal<ReadonlySet<string>>(new Set())

export function dealWith(conversation: string): void {
  dealtWith.value = new Set([...dealtWith.peek(), conversation])
}
