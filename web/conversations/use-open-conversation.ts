import { useEffect, useState } from 'preact/hooks'
import type { OpenConversation } from '../app/device.ts'
import { openConversation } from '../app/open-conversation.ts'

/** The page of a conversation, live while the component is on the screen. Give the component the conversation as its `key`. */
export function useOpenConversation(conversation: string): OpenConversation {
  const [open] = useState(() => openConversation(conversation))
  useEffect(() => () => open.dispose(), [open])
  return open
}
