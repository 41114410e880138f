import { signal } from '@preact/signals'

/** The conversation for which the templates are open. */
export const templatesFor = signal<string | null>(null)

export function askForTemplate(conversation: string): void {
  templatesFor.value = conversation
}
