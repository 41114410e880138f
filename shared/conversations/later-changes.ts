import type { Media } from './content.ts'
import type { ConversationFact } from './events.ts'
import type { FileNow, LaterChange, PageItem } from './page-item.ts'
import { withReaction } from './reactions.ts'

export type LaterChanges = ReadonlyMap<string, LaterChange>

const none: LaterChange = { edited: null, unsentAt: null, reactions: [] }

type Changing = Extract<
  ConversationFact,
  {
    type:
      | 'conversation.message-edited'
      | 'conversation.message-unsent'
      | 'conversation.reacted'
      | 'conversation.reaction-put'
      | 'conversation.file-kept'
      | 'conversation.file-lost'
  }
>

export function noteChange(changes: Map<string, LaterChange>, fact: Changing): void {
  const of = 'of' in fact ? fact.of : fact.message
  const before = changes.get(of) ?? none
  switch (fact.type) {
    case 'conversation.message-edited':
      if ((before.edited?.at ?? 0) > fact.at) return
      changes.set(of, { ...before, edited: { at: fact.at, content: fact.content, cause: fact.cause } })
      return
    case 'conversation.message-unsent':
      changes.set(of, { ...before, unsentAt: Math.min(before.unsentAt ?? fact.at, fact.at) })
      return
    case 'conversation.file-kept': {
      const { file, mime, bytes, width, height } = fact
      changes.set(of, withFile(before, fact, { file, mime, bytes, width, height }))
      return
    }
    case 'conversation.file-lost':
      changes.set(of, withFile(before, fact, { lost: fact.why }))
      return
    case 'conversation.reacted':
    case 'conversation.reaction-put':
      changes.set(of, withReaction(before, fact))
  }
}

function withFile(before: LaterChange, { edit, item }: { edit?: string | undefined; item: number }, now: FileNow) {
  return { ...before, files: { ...before.files, [fileKey(edit, item)]: now } }
}

function fileKey(edit: string | undefined, item: number): string {
  return `${item} ${edit ?? ''}`
}

/** What became of a file of the message as it stands now. `undefined`: it is still on its way. What we send is here. */
export function fileNow(later: LaterChange | undefined, item: number, media: Media): FileNow | undefined {
  const { file, mime, bytes, width, height } = media
  if (file && mime && bytes !== undefined) return { file, mime, bytes, width, height }
  return later?.files?.[fileKey(later.edited?.cause, item)]
}

/** The item as it stands after its changes. Without news it is the same object, so that nothing is drawn again. */
export function changedItem(item: PageItem, changes: LaterChanges): PageItem {
  if (item.kind !== 'received' && item.kind !== 'replied') return item
  const change = changes.get(item.kind === 'replied' ? (item.platformId ?? item.id) : item.id)
  if (!change || change === item.later) return item
  const first = item.first ?? item.content
  return { ...item, first, content: change.edited?.content ?? first, later: change }
}
