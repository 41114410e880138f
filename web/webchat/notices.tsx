import type { Chat } from './chat.ts'
import { sentence } from './reasons.ts'

/** What a visitor must know before writing on. Nothing stands here on a good day. */
export function Notices({ chat, embedded }: { chat: Chat; embedded: boolean }) {
  const outdated = chat.connection.state.value === 'outdated'
  return (
    <output class="chat-notices">
      {outdated && (
        <p>
          This page is out of date.{' '}
          <button type="button" class="link" onClick={() => location.reload()}>
            Load it again
          </button>
        </p>
      )}
      {chat.notice.value && <p>{sentence(chat.notice.value)}</p>}
      {!chat.lasts.value && <NothingLasts embedded={embedded} />}
    </output>
  )
}

function NothingLasts({ embedded }: { embedded: boolean }) {
  return (
    <p>
      Your browser keeps nothing for this page: the conversation is lost here when you close or reload it.
      {embedded && (
        <>
          {' '}
          <a href={location.pathname} target="_blank" rel="noopener">
            Chat in a tab of its own
          </a>{' '}
          to keep it.
        </>
      )}
    </p>
  )
}
