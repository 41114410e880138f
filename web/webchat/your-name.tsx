import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Chat } from './chat.ts'

/** Asked once, under the greeting, and never a wall: who writes on without answering is simply not asked again. */
export function AskName({ chat }: { chat: Chat }) {
  if (chat.nameSkipped.value || chat.name.value !== null) return null
  return (
    <NameForm label="What may we call you?" value="" chat={chat} done={() => chat.skipName()}>
      Skip
    </NameForm>
  )
}

/** The name the visitor gave, and the way to change it. */
export function WritingAs({ chat }: { chat: Chat }) {
  const changing = useSignal(false)
  if (chat.name.value === null) return null
  const done = () => {
    changing.value = false
  }
  if (changing.value)
    return (
      <NameForm label="Your name" value={chat.name.value} chat={chat} done={done}>
        Cancel
      </NameForm>
    )
  return (
    <p class="chat-as">
      You write as <bdi>{chat.name.value}</bdi>
      <button type="button" class="link" onClick={() => (changing.value = true)}>
        Change
      </button>
    </p>
  )
}

type FormProps = { label: string; value: string; chat: Chat; done: () => void; children: string }

function NameForm({ label, value, chat, done, children }: FormProps) {
  const field = useId()
  const typed = useSignal(value)
  const save = (event: Event) => {
    event.preventDefault()
    const name = typed.value.trim()
    if (!name) return
    chat.callMe(name)
    done()
  }
  return (
    <form class="chat-name" onSubmit={save}>
      <label for={field}>{label}</label>
      <input
        id={field}
        class="input"
        dir="auto"
        autocomplete="nickname"
        maxLength={80}
        value={typed}
        onInput={event => (typed.value = event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={typed.value.trim() === ''}>
        Save
      </button>
      <button type="button" class="button quiet" onClick={done}>
        {children}
      </button>
    </form>
  )
}
