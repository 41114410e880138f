import type { Chat } from './chat.ts'

/** Another tab of this visitor wrote on the shelf. */
export function hearTab(chat: Chat, key: string, value: string | null): void {
  if (key === 'met' && value) chat.join(value)
  else if (key === 'draft') chat.draft.follow(value ?? '')
  else chat.reread()
}
