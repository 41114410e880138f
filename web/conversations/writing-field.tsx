import { useEffect } from 'preact/hooks'
import type { Company } from '../app/company.ts'
import type { DraftMode } from '../app/device.ts'
import { composes } from '../ui/composes.ts'
import { later } from '../ui/later.tsx'
import { thumbs } from '../ui/media.ts'
import type { Answered } from './use-answered.ts'
import type { Draft } from './use-draft.ts'

/** Not needed until a colleague comes. */
const Carets = later(async () => (await import('./carets.tsx')).Carets)

type Props = {
  mode: DraftMode
  name: string
  draft: Draft
  company: Company | undefined
  invalid: boolean
  answers: Answered | undefined
  /** `isAdded`: something came to what stands there, as against what only goes. */
  typed(isAdded: boolean): void
  send(): void
}

/** The field that colleagues write in together. Its `key` is the mode. */
export function WritingField({ mode, name, draft, company, invalid, answers, typed, send }: Props) {
  const { element } = draft
  const carets = company?.carets.value.filter(caret => caret.mode === mode) ?? []
  const words = mode === 'reply' ? `Reply to ${name}` : 'Note for your team'
  const tellCaret = () => company?.caret(mode, document.activeElement === element ? draft.selection() : null)
  useEffect(() => {
    document.addEventListener('selectionchange', tellCaret)
    return () => document.removeEventListener('selectionchange', tellCaret)
  })
  const takeBack = (event: Event, again: boolean) => {
    if (draft.undo(again)) event.preventDefault()
  }
  return (
    <div class="writing">
      <textarea
        ref={draft.field}
        class="words"
        rows={1}
        dir="auto"
        aria-label={words}
        aria-invalid={invalid}
        aria-describedby={answers ? 'answered composer-foot' : 'composer-foot'}
        placeholder={mode === 'reply' ? words : 'A note only your team sees'}
        enterkeyhint={mode === 'reply' ? 'send' : 'done'}
        onInput={event => typed(isAddition(event))}
        onCompositionStart={() => draft.compose(true)}
        onCompositionEnd={() => draft.compose(false)}
        onBlur={() => {
          draft.compose(false)
          company?.caret(mode, null)
        }}
        onBeforeInput={event => {
          const { inputType } = event as InputEvent
          if (inputType === 'historyUndo' || inputType === 'historyRedo') takeBack(event, inputType === 'historyRedo')
        }}
        onKeyDown={event => {
          const undoing = undoes(event)
          if (undoing) return takeBack(event, undoing === 'again')
          if (event.key === 'Escape' && !composes(event)) {
            event.preventDefault()
            return draft.now() === '' && answers ? answers.letGo() : leaveField(event.currentTarget)
          }
          if (!sends(event)) return
          event.preventDefault()
          send()
        }}
      />
      {carets.length > 0 && <Carets field={element} text={draft.text} carets={carets} />}
    </div>
  )
}

/** Who fills a field in for somebody, as a password manager does, may not say how. */
function isAddition({ inputType }: { readonly inputType?: string }): boolean {
  return inputType?.startsWith('insert') ?? true
}

/** To what is read, where single keys are keys again: in here they are words to the customer. */
function leaveField(field: HTMLElement): void {
  field.closest('.conversation')?.querySelector<HTMLElement>('.sheet')?.focus({ preventScroll: true })
}

/** Enter sends where there is a keyboard; under thumbs it makes a new line. Ctrl-Enter always sends. */
function sends(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || composes(event) || event.shiftKey) return false
  return event.ctrlKey || event.metaKey || !thumbs.peek()
}

/** The field's own undo ends where a colleague's words come in, so the keys are ours. */
function undoes(event: KeyboardEvent): 'back' | 'again' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'y' && !event.metaKey) return 'again'
  return key === 'z' ? (event.shiftKey ? 'again' : 'back') : null
}
