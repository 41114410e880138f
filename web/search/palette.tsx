import { useState } from 'preact/hooks'
import { overlay } from '../app/shell/shell-keys.ts'
import { composes } from '../ui/composes.ts'
import { Dialog } from '../ui/dialog.tsx'
import { choices, type Choice } from './choices.ts'
import { useFound } from './search-screen.tsx'

const most = 8

/** Ctrl-K: go anywhere, do anything, in a few letters. */
export function Palette() {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = useFound(query, most)
  const all = choices(query, found ?? [], most)
  const close = () => {
    if (overlay.peek() === 'palette') overlay.value = 'none'
  }
  const run = (choice: Choice | undefined) => {
    if (!choice) return
    close()
    // What it does may move the focus or open a menu: not before the sheet has given the focus back.
    requestAnimationFrame(choice.run)
  }
  const pressed = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((at + step + all.length) % Math.max(1, all.length))
    } else if (event.key === 'Enter' && !composes(event)) {
      event.preventDefault()
      run(all[at])
    }
  }
  return (
    <Dialog title="Go to or do" hideTitle class="palette" close={close}>
      <input
        class="input"
        type="text"
        role="combobox"
        placeholder="Go to a person, a view, or do something"
        aria-label="Go to or do"
        aria-expanded="true"
        aria-controls="palette-choices"
        aria-autocomplete="list"
        aria-activedescendant={all[at] ? `choice-${at}` : undefined}
        autocomplete="off"
        value={query}
        onInput={event => {
          setQuery(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={pressed}
      />
      <div id="palette-choices" class="choices" role="listbox" aria-label="Choices">
        {all.map((choice, index) => (
          <div
            key={choice.key}
            id={`choice-${index}`}
            class="choice"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            ref={element => {
              if (index === at) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setAt(index)}
            onClick={() => run(choice)}
            onKeyDown={pressed}
          >
            <span class="kind">{choice.kind}</span>
            <bdi class="words">{choice.words}</bdi>
            {choice.hint && <span class="hint">{choice.hint}</span>}
          </div>
        ))}
        {all.length === 0 && <p class="none">Nothing for “{query}”</p>}
      </div>
    </Dialog>
  )
}
