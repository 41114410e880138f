import { discardRefused } from '../app/dispatch.ts'
import type { OutboxEntry } from '../app/live.ts'
import { go } from '../app/shell/route.ts'
import { keepPhrase } from './kept.ts'

/** A saved reply that was not saved is a draft again, before it leaves the outbox. */
export async function takeUpPhrase({ id, command }: OutboxEntry): Promise<void> {
  if (command.type !== 'phrase.save') return
  const { phrase, onVersion, name, text } = command
  keepPhrase(phrase, { onVersion, name, text })
  await discardRefused(id)
  go({ screen: 'phrases' })
}
