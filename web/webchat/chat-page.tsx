import { useComputed } from '@preact/signals'
import { X } from 'lucide-preact'
import { Avatar } from '../ui/avatar.tsx'
import { composes } from '../ui/composes.ts'
import type { Chat } from './chat.ts'
import { Composer } from './composer.tsx'
import type { Host } from './embedded.ts'
import { LiveLog } from './live-log.tsx'
import { Notices } from './notices.tsx'
import { Thread } from './thread.tsx'
import { WritingAs } from './your-name.tsx'

type Props = { chat: Chat; host: Host | null; embedded: boolean }

/** All a customer sees: whom they write to, what was said, and a place to write. */
export function ChatPage({ chat, host, embedded }: Props) {
  if (chat.connection.state.value === 'gone') return <Gone />
  const close = host && (() => host.tell({ daybook: 'close' }))
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape belongs to the whole frame, as in any dialog
    <div
      class={embedded ? 'chat embedded' : 'chat'}
      onKeyDown={event => event.key === 'Escape' && !composes(event) && close?.()}
    >
      <header class="chat-head">
        {chat.title.value && <Avatar name={chat.title.value} of={chat.title.value} />}
        <div class="chat-title">
          <h1 dir="auto">{chat.title.value || ' '}</h1>
          <WritingAs chat={chat} />
        </div>
        <ConnectionChip chat={chat} />
        {close && (
          <button type="button" class="button quiet icon chat-close" aria-label="Close the chat" onClick={close}>
            <X />
          </button>
        )}
      </header>
      <main class="chat-main" aria-label="Chat">
        <Thread chat={chat} />
        <Notices chat={chat} embedded={embedded} />
        <Composer chat={chat} />
      </main>
      <LiveLog chat={chat} />
    </div>
  )
}

function Gone() {
  return (
    <main class="chat-gone">
      <h1>There is no chat here</h1>
      <p>Please check the address, or ask whoever gave it to you.</p>
    </main>
  )
}

function ConnectionChip({ chat }: { chat: Chat }) {
  const words = useComputed(() => {
    const state = chat.connection.state.value
    return state === 'connecting' ? 'Connecting…' : state === 'away' ? 'Reconnecting…' : ''
  })
  return <output class="chip chat-chip">{words.value && <span class="chat-chip-words">{words}</span>}</output>
}
