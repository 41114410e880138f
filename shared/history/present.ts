import type { ConversationFact } from '../conversations/events.ts'

/** What of the past stands in a conversation: which import brought each message, and which of its files are settled. */
export type Present = {
  readonly messages: ReadonlyMap<
    string,
    { readonly import: string; readonly instead?: string; readonly files: ReadonlyMap<number, string | null> }
  >
  /** The files among them, by the message that an export without files has in their place. */
  readonly files: ReadonlySet<string>
  /** How often something was taken back here: what is told again after that is told anew. */
  readonly life: number
}

/** All facts of a conversation, from the first on. */
export function presentIn(facts: Iterable<ConversationFact>): Present {
  const messages = new Map<string, { import: string; instead?: string; files: Map<number, string | null> }>()
  let life = 0
  for (const fact of facts) {
    switch (fact.type) {
      case 'conversation.history-told':
        messages.set(fact.message, {
          import: fact.import,
          ...(fact.instead !== undefined && { instead: fact.instead }),
          files: new Map()
        })
        break
      case 'conversation.history-withdrawn':
        for (const [message, told] of messages) if (told.import === fact.import) messages.delete(message)
        life += 1
        break
      case 'conversation.file-kept':
        messages.get(fact.message)?.files.set(fact.item, fact.file)
        break
      case 'conversation.file-lost':
        messages.get(fact.message)?.files.set(fact.item, null)
        break
      case 'conversation.erased':
        messages.clear()
        life += 1
        break
      default:
    }
  }
  const files = new Set([...messages.values()].flatMap(({ instead }) => instead ?? []))
  return { messages, files, life }
}
