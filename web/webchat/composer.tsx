import { SendHorizontal } from 'lucide-preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { webchat } from '../../shared/platforms/webchat.ts'
import { composes } from '../ui/composes.ts'
import { AttachFile, sendFiles } from './attach.tsx'
import type { Chat } from './chat.ts'

/** From here on the rest is counted. */
const nearlyFull = 500

export function Composer({ chat }: { chat: Chat }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const hint = useId()
  const draft = chat.draft.text.value
  const left = webchat.text.most - draft.length
  const empty = draft.trim() === ''

  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [draft])
  useEffect(() => {
    // On a phone the keyboard would cover half of what the visitor came to read.
    if (matchMedia('(pointer: fine)').matches) area.current?.focus()
  }, [])
  const givenBack = chat.draft.givenBack.value
  useEffect(() => {
    if (givenBack > 0) area.current?.focus()
  }, [givenBack])

  const send = () => {
    if (empty || left < 0) return
    chat.say(draft.trim())
    area.current?.focus()
  }
  const [problem, setProblem] = useState<string | null>(null)
  const chosen = (files: readonly File[]) => {
    setProblem(null)
    if (files.length > 0) void sendFiles(chat, files).then(setProblem)
  }
  const pasted = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    chosen(files)
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || composes(event)) return
    event.preventDefault()
    send()
  }

  return (
    <form class="chat-composer" onSubmit={event => (event.preventDefault(), send())}>
      <AttachFile chosen={chosen} />
      <textarea
        ref={area}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        aria-label="Your message"
        aria-describedby={hint}
        aria-invalid={left < 0}
        placeholder="Write a message"
        value={draft}
        onInput={event => chat.draft.write(event.currentTarget.value)}
        onKeyDown={pressed}
        onPaste={pasted}
      />
      <button type="submit" class="chat-send" aria-label="Send" disabled={empty || left < 0}>
        <SendHorizontal class="turns" />
      </button>
      {problem !== null && (
        <p class="chat-hint wrong" role="alert">
          {problem}
        </p>
      )}
      <p id={hint} class={left < 0 ? 'chat-hint wrong' : 'chat-hint'}>
        {left < 0 ? `${-left} characters too many` : left < nearlyFull ? `${left} characters left` : <KeysHint />}
      </p>
    </form>
  )
}

function KeysHint() {
  return <span class="chat-keys">Enter sends, Shift + Enter begins a new line</span>
}
