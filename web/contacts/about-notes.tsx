import { NotebookPen, X } from 'lucide-preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { mostInNote } from '../../shared/contacts/events.ts'
import type { ContactRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { authorName } from '../app/shell/agent-name.ts'
import { focusHere } from '../ui/focus-here.ts'
import { now } from '../ui/now.ts'
import { SaidTwice } from '../ui/said-twice.tsx'
import { fullWhen, shortWhen } from '../ui/time-words.ts'
import { From } from './from.tsx'

type Props = { contact: string; parts: readonly ContactRow[] }

/** What the team should know of a person, wherever they write from. Newest first. */
export function AboutNotes({ contact, parts }: Props) {
  const [writing, write] = useState<boolean | null>(null)
  const notes = parts.flatMap(part => (part.notes ?? []).map(note => ({ ...note, part }))).sort((a, b) => b.at - a.at)
  return (
    <section aria-label="Notes about the person">
      <h3>Notes about the person</h3>
      <ul class="notes">
        {notes.map(({ note, text, by, at, part }) => (
          <li key={note}>
            <p dir="auto">{text}</p>
            <div class="by">
              <bdi>{authorName(by)}</bdi> · <time title={fullWhen(at)}>{shortWhen(at, now.value)}</time>
              {parts.length > 1 && <From part={part} />}
              <SaidTwice
                words="Remove"
                label={`Remove the note “${text.slice(0, 40)}”`}
                icon={<X class="small" />}
                look="icon tight"
                outcome="It is gone for everybody then."
                again="Remove it"
                keep="Keep it"
                act={() => act({ type: 'contact.remove-note', contact: part.contact, note })}
              />
            </div>
          </li>
        ))}
      </ul>
      {writing ? (
        <NewNote
          contact={contact}
          keep={async text => (await act({ type: 'contact.note', contact, text }, { quiet: true })).accepted}
          leave={() => write(false)}
        />
      ) : (
        <button
          ref={writing === false ? focusHere : null}
          type="button"
          class="button quiet tight add"
          onClick={() => write(true)}
        >
          <NotebookPen class="small" />
          Add a note
        </button>
      )}
    </section>
  )
}

/** What was begun of whom, and left before it was kept. */
const begun = new Map<string, string>()

type NewNoteProps = { contact: string; keep(text: string): Promise<boolean>; leave(): void }

/** The words stay in the field until they are kept, and are there again for who left it. */
function NewNote({ contact, keep, leave }: NewNoteProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  // Before the next key: for a frame its letters would be commands, and answer the customer.
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(mostInNote, mostInNote)
  }, [])
  const submit = async () => {
    const text = field.current?.value.trim() ?? ''
    if (text !== '' && !(await keep(text))) return
    begun.delete(contact)
    leave()
  }
  return (
    <form
      class="new-note"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <textarea
        ref={field}
        class="input"
        rows={3}
        maxLength={mostInNote}
        dir="auto"
        aria-label="A note about the person"
        defaultValue={begun.get(contact)}
        onInput={event => begun.set(contact, event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
          if (event.key !== 'Escape') return
          // The sheet this lies in stays.
          event.preventDefault()
          leave()
        }}
      />
      <button type="submit" class="button">
        Keep
      </button>
    </form>
  )
}
