import { besideWords } from './beside-words.ts'

/** What customers are to choose from, as it is typed: a line each. */
const typed = besideWords('choices')

/** `null`: nothing is asked. */
export function typedChoices(conversation: string): readonly string[] | null {
  return typed.of(conversation)?.split('\n') ?? null
}

export function typeChoices(conversation: string, choices: readonly string[] | null): void {
  typed.put(conversation, choices?.join('\n'))
}

export const recallChoices = typed.recall

/** Those that have words. */
export function choicesToSend(conversation: string): readonly string[] {
  const titles = typed.now(conversation)?.split('\n') ?? []
  return titles.map(title => title.trim()).filter(title => title !== '')
}
