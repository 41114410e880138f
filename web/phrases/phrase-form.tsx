import { useRef } from 'preact/hooks'
import { fillGaps, gaps, longestPhrase, strangeGaps, type Gap } from '../../shared/phrases/content.ts'
import { nameKey, namesOf } from '../../shared/phrases/names.ts'
import { me, phrases, type PhraseRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { dropPhrase, keepPhrase, type PhraseDraft } from './kept.ts'

type Props = { phrase: string; draft: PhraseDraft; row: PhraseRow | undefined }

const gapWords: Readonly<Record<Gap, string>> = { customer: 'The customer’s first name', agent: 'The agent’s name' }

/** One saved reply being written, with what a customer will read. It is a draft on this device until it is saved. */
export function PhraseForm({ phrase, draft, row }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const { name, text, onVersion } = draft
  void phrases.revision.value
  const faults = faultsOf(draft, isTaken(phrase, draft, row))
  const edit = (more: Partial<PhraseDraft>) => keepPhrase(phrase, { ...draft, ...more })
  const leaveOpen = (gap: Gap) => {
    const written = field.current
    if (!written) return
    const fallback = gap === 'customer' ? '|there' : ''
    written.focus()
    written.setRangeText(`{{${gap}${fallback}}}`, written.selectionStart, written.selectionEnd, 'end')
    edit({ text: written.value })
  }
  const save = async () => {
    const wish = { type: 'phrase.save', phrase, onVersion, name: name.trim(), text: text.trim() } as const
    if ((await act(wish, { done: `“${wish.name}” is saved` })).accepted) dropPhrase(phrase)
  }
  return (
    <form
      class="entry"
      aria-label={row ? `Edit ${row.name}` : 'New saved reply'}
      onSubmit={event => {
        event.preventDefault()
        void keepFocus(event.currentTarget, save)
      }}
    >
      <div class="field">
        <label for={nameField(phrase)}>Short name</label>
        <input
          id={nameField(phrase)}
          class="input"
          dir="auto"
          maxLength={60}
          value={name}
          onInput={event => edit({ name: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={`text-${phrase}`}>What it says</label>
        <textarea
          ref={field}
          id={`text-${phrase}`}
          class="input"
          dir="auto"
          rows={4}
          maxLength={longestPhrase}
          value={text}
          aria-describedby={`gaps-${phrase}`}
          onInput={event => edit({ text: event.currentTarget.value })}
        />
        <span class="hint" id={`gaps-${phrase}`}>
          What stands in double braces is filled in: {'{{customer|there}}'} is the customer’s first name, or “there”
          where nobody knows it.
        </span>
      </div>
      <FillIn leaveOpen={leaveOpen} />
      {text.trim() !== '' && <Preview text={text} />}
      {row && row.version > onVersion && <Behind row={row} show={() => edit(draftOf(row))} />}
      {faults.map(fault => (
        <p class="wrong" key={fault}>
          {fault}
        </p>
      ))}
      <p class="acts">
        <button type="submit" class="button primary" disabled={faults.length > 0}>
          Save
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={({ currentTarget }) => void keepFocus(currentTarget, () => dropPhrase(phrase))}
        >
          Cancel
        </button>
      </p>
    </form>
  )
}

/** The id of the field that it begins with. */
export function nameField(phrase: string): string {
  return `name-${phrase}`
}

export function draftOf({ version, name, text }: PhraseRow): PhraseDraft {
  return { onVersion: version, name, text }
}

function FillIn({ leaveOpen }: { leaveOpen(gap: Gap): void }) {
  return (
    <p class="acts" role="group" aria-label="Fill in">
      {gaps.map(gap => (
        <button key={gap} type="button" class="button quiet" onClick={() => leaveOpen(gap)}>
          + {gapWords[gap]}
        </button>
      ))}
    </p>
  )
}

function Preview({ text }: { text: string }) {
  const { text: read, open } = fillGaps(text, { customer: null, agent: me.value?.name ?? null })
  return (
    <>
      <p class="hint">Somebody whose name you do not know will read</p>
      <p class="bubble preview" dir="auto">
        {read}
      </p>
      {open.length > 0 && (
        <p class="hint">What is still in braces you are asked for; an automation does not send it at all.</p>
      )}
    </>
  )
}

function Behind({ row, show }: { row: PhraseRow; show(): void }) {
  return (
    <p class="wrong" role="alert">
      It was changed meanwhile. It says now: <q dir="auto">{row.text}</q>{' '}
      <button type="button" class="link" onClick={show}>
        Take up what it says now
      </button>
    </p>
  )
}

/** As the judge will say, before anybody asks it. */
function isTaken(phrase: string, { name }: PhraseDraft, row: PhraseRow | undefined): boolean {
  if (row && nameKey(row.name) === nameKey(name)) return false
  const whose = namesOf(phrases.all).get(nameKey(name))
  return whose !== undefined && whose !== phrase
}

function faultsOf({ name, text }: PhraseDraft, taken: boolean): readonly string[] {
  const strange = strangeGaps(text).map(gap => `Nobody can fill in {{${gap}}}. There are {{customer}} and {{agent}}.`)
  return [
    ...(name.trim() === '' ? ['It needs a short name.'] : []),
    ...(taken ? [`There is one called “${name.trim()}” already.`] : []),
    ...(text.trim() === '' ? ['Write what it says.'] : []),
    ...new Set(strange)
  ]
}
