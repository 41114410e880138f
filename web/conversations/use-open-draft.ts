import { useEffect, useState } from 'preact/hooks'
import type { OpenConversation } from '../app/device.ts'
import { openDraft, type OpenDraft } from '../app/open-draft.ts'
import { wordsOf } from '../../shared/conversations/content-words.ts'

/** The draft of a conversation, while it is on the screen. Give the component the conversation as its `key`. */
export function useOpenDraft(conversation: string, { items }: OpenConversation): OpenDraft {
  const [draft] = useState(() => openDraft(conversation))
  useEffect(() => () => draft.close(), [draft])
  const shared = draft.together.value?.draft
  const shown = items.value
  // What stands on the page as sent, by whomever, is no draft any more.
  useEffect(() => {
    if (!shared) return
    const look = () => {
      for (const mode of ['reply', 'note'] as const) {
        const sent = shown.findLast(item => item.id === shared.generation(mode))
        if (sent?.kind === 'noted') shared.sent(mode, sent.id, sent.text)
        else if (sent && 'content' in sent) shared.sent(mode, sent.id, wordsOf(sent.content))
      }
    }
    look()
    return shared.onGeneration(look)
  }, [shared, shown])
  return draft
}
