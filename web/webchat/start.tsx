import { effect } from '@preact/signals'
import { render } from 'preact'
import { uuidv7 } from '../../shared/kernel/uuid.ts'
import { startTicking } from '../ui/now.ts'
import { followVisibleHeight } from '../ui/visible-height.ts'
import { Chat } from './chat.ts'
import { ChatPage } from './chat-page.tsx'
import { hostOf, isEmbedded, type Host } from './embedded.ts'
import { openFileShelf } from './file-shelf.ts'
import { hearTab } from './other-tabs.ts'
import { openShelf, type Shelf } from './shelf.ts'

const inbox = /^\/chat\/([^/]+)/.exec(location.pathname)?.[1] ?? ''
const socketPath = `/chat/${inbox}/socket`
const prefix = `daybook-chat:${inbox}:`

const host = hostOf(location.search)
const own = openShelf(() => localStorage, prefix)
const kept = own.lasts() ? null : await host?.recall()
begin(kept ? openShelf(() => kept, '') : own)

function begin(shelf: Shelf): void {
  const chat = new Chat({
    shelf,
    open: () => new WebSocket(location.origin.replace(/^http/, 'ws') + socketPath),
    now: () => Date.now(),
    newId: at => uuidv7(at, crypto.getRandomValues(new Uint8Array(10))),
    chance: () => Math.random(),
    files: openFileShelf(prefix),
    put: putFile
  })
  chat.connection.begin()
  startTicking()
  followVisibleHeight()
  listen(chat)
  effect(() => {
    const count = chat.unread.value
    const title = chat.title.value || 'Chat'
    document.title = count > 0 ? `(${count}) ${title}` : title
  })
  // A refused socket says nothing about why; the same address, asked plainly, says when there is no such chat.
  effect(() => {
    if (chat.connection.state.value === 'away' && !chat.met.peek())
      void isMissing().then(missing => missing && chat.connection.gone())
  })
  if (host) meet(host, chat)
  const place = document.getElementById('chat')
  if (place) render(<ChatPage chat={chat} host={host} embedded={isEmbedded(location.search)} />, place)
}

function listen(chat: Chat): void {
  window.addEventListener('online', () => chat.connection.wake())
  window.addEventListener('offline', () => chat.connection.wake())
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && chat.connection.wake())
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key?.startsWith(prefix)) hearTab(chat, key.slice(prefix.length), newValue)
  })
  window.addEventListener('beforeunload', event => {
    if (!chat.lasts.value && chat.waiting.value > 0) event.preventDefault()
  })
}

function meet(host: Host, chat: Chat): void {
  // Without keys of its own, a device would bring up a keyboard, over what the visitor came to read.
  const hasKeys = matchMedia('(pointer: fine)')
  host.hear(message => {
    if (message.daybook === 'opened' && hasKeys.matches) document.querySelector('textarea')?.focus()
    if (message.daybook === 'changed') hearTab(chat, message.key, message.value)
  })
  effect(() => host.tell({ daybook: 'unread', count: chat.unread.value }))
  effect(() => {
    if (chat.lasts.value && chat.shown.value.length > 0) host.tell({ daybook: 'known' })
  })
  host.tell({ daybook: 'ready' })
}

async function putFile(file: string, mime: string, token: string, bytes: ArrayBuffer): Promise<number> {
  const answer = await fetch(`/chat/${inbox}/files/${file}`, {
    method: 'PUT',
    headers: { 'content-type': mime, authorization: `Bearer ${token}` },
    body: bytes
  })
  return answer.status
}

async function isMissing(): Promise<boolean> {
  try {
    return (await fetch(socketPath)).status === 404
  } catch {
    return false // The server cannot be reached, and that the page says anyway.
  }
}
