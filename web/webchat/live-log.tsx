import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { mediaName } from '../../shared/conversations/content-words.ts'
import type { Chat } from './chat.ts'

const mostSpoken = 5
/** A long history comes in parts: that is nothing new. */
const mostAtOnce = 20

/**
 * Reads out new answers, and only those: the history is on the page for whoever wants to read it.
 * The words are in a shadow root, so that for searching and copying each message is on the page once.
 */
export function LiveLog({ chat }: { chat: Chat }) {
  const log = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const words = log.current?.attachShadow({ mode: 'closed' })
    return words && readOut(chat, words)
  }, [chat])
  return <div class="unseen" role="log" aria-live="polite" aria-label="New messages" ref={log} />
}

function readOut(chat: Chat, words: ShadowRoot): () => void {
  let known: ReadonlySet<string> | null = null
  return effect(() => {
    const shown = chat.shown.value
    if (!chat.met.value) return
    const fresh = known ? shown.filter(({ id, mine }) => !mine && !known?.has(id)) : []
    known = new Set(shown.map(({ id }) => id))
    if (fresh.length > mostAtOnce) return
    for (const { from, text, file, quote } of fresh) {
      const line = document.createElement('p')
      line.dir = 'auto'
      const answered = quote && `“${quote.words}”`
      const parts = [answered, file && mediaName(file.media), text].filter(Boolean)
      line.textContent = `${from ?? chat.title.peek()}: ${parts.join('. ')}`
      words.append(line)
    }
    while (words.childElementCount > mostSpoken) words.firstElementChild?.remove()
  })
}
