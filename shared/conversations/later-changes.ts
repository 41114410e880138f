import type { ConversationFact } from './events.ts'
import type { LaterChange, PageItem } from './page-item.ts'

export type LaterChanges = ReadonlyMap<string, LaterChange>

const none: LaterChange = { edited: null, unsentAt: null, reactions: [] }

type Changing = Extract<
  ConversationFact,
  { type: 'conversation.message-edited' | 'conversation.message-unsent' | 'conversation.reacted' }
>

export function noteChange(changes: Map<string, LaterChange>, fact: Changing): void {
  const of = fact.type === 'conversation.reacted' ? fact.of : fact.message
  const before = changes.get(of) ?? none
  switch (fact.type) {
    case 'conversation.message-edited':
      if ((before.edited?.at ?? 0) > fact.at) return
      changes.set(of, { ...before, edited: { at: fact.at, content: fact.content } })
      return
    case 'conversation.message-unsent':
      changes.set(of, { ...before, unsentAt: Math.min(before.unsentAt ?? fact.at, fact.at) })
      return
    case 'conversation.reacted': {
      const { by, at, emojis } = fact
      const others = before.reactions.filter(one => one.by.id !== by.id)
      const known = before.reactions.find(one => one.by.id === by.id)
      if (known && known.at > at) return
      changes.set(of, { ...before, reactions: [...others, { by, at, emojis }] })
    }
  }
}

/** The item as it stands after its changes. Without news it is the same object, so that nothing is drawn again. */
export function changedItem(item: PageItem, changes: LaterChanges): PageItem {
  if (item.kind !== 'received' && item.kind !== 'replied') return item
  const change = changes.get(item.kind === 'replied' ? (item.platformId ?? item.id) : item.id)
  if (!change || change === item.later) return item
  const first = item.first ?? item.content
  return { ...item, first, content: change.edited?.content ?? first, later: change }
}
