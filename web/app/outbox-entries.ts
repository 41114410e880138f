import type { AnyRefusal, ClientCommand } from '../../shared/catalog.ts'
import { wordsOf } from '../../shared/conversations/content-words.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { Held } from '../log/db.ts'
import type { OutboxEntry } from './live.ts'

/**
 * The outbox as a person reads it. Reading is nobody's words and nobody's decision: it goes, but is not shown as waiting.
 * What the server has judged and the log has yet to bring is durable there, so it waits no more.
 */
export function outboxEntries(
  rows: readonly Held[],
  pushedUpTo: number,
  doubts: ReadonlyMap<string, AnyRefusal>
): OutboxEntry[] {
  const entries: OutboxEntry[] = []
  for (const { n, command, stream, refusal, acceptedAt } of rows) {
    if (!command || command.type === 'conversation.mark-read' || acceptedAt !== null) continue
    entries.push({
      id: command.id,
      at: command.at,
      command,
      conversation: streamKind(stream) === 'conversation' ? streamKey(stream) : null,
      words: wordsIn(command),
      state: refusal ? 'refused' : n <= pushedUpTo ? 'sending' : 'waiting',
      refusal,
      doubt: refusal ? null : (doubts.get(command.id) ?? null)
    })
  }
  return entries
}

function wordsIn(command: ClientCommand): string | null {
  if (command.type === 'conversation.note' || command.type === 'contact.note') return command.text
  if (command.type === 'phrase.save') return command.text
  if (command.type !== 'conversation.reply') return null
  return wordsOf(command.content) || null
}
