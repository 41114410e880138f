import { useEffect, useRef, useState } from 'preact/hooks'
import { fillGaps, type OpenGap } from '../../shared/phrases/content.ts'
import { measure, type Strategy } from '../../shared/platforms/strategy.ts'
import { me, phrases } from '../app/live.ts'
import { knownOf } from '../app/shell/known.ts'
import { composes } from '../ui/composes.ts'
import { Dialog } from '../ui/dialog.tsx'
import { findPhrases } from './find.ts'

type Props = {
  contact: string
  strategy: Strategy
  asked: {
    /** What was typed before this was here. */
    begun(): string
    /** Into the field, for the agent to read and to send. `gap`: what nobody knows, for them to write. */
    put(words: string, gap: OpenGap | undefined): void
    leave(): void
  }
  close(): void
}

/** Saved replies by name or words: arrows and Enter put one into the field. Nothing is sent. */
export function PhrasePicker({ contact, strategy, asked, close }: Props) {
  void phrases.revision.value
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const isOver = useRef(false)
  // The sheet has taken the keys by now.
  useEffect(() => setQuery(typed => `${asked.begun()}${typed}`), [])
  const end = (then: () => void) => {
    if (isOver.current) return
    isOver.current = true
    close()
    // Not before the sheet has given the focus back.
    requestAnimationFrame(then)
  }
  const known = knownOf(contact)
  const found = findPhrases(phrases.all.values(), query).map(row => ({ row, ...fillGaps(row.text, known) }))
  const choose = (chosen: (typeof found)[number] | undefined) => {
    if (!chosen) return
    end(() => asked.put(chosen.text, chosen.open[0]))
  }
  const pressed = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((at + step + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter' && !composes(event)) {
      event.preventDefault()
      choose(found[at])
    }
  }
  return (
    <Dialog title="Saved replies" hideTitle class="palette phrases" close={() => end(asked.leave)}>
      <input
        class="input"
        type="text"
        role="combobox"
        placeholder="Find a saved reply"
        aria-label="Find a saved reply"
        aria-expanded="true"
        aria-controls="phrase-choices"
        aria-autocomplete="list"
        aria-activedescendant={found[at] ? `phrase-${at}` : undefined}
        autocomplete="off"
        value={query}
        onInput={event => {
          setQuery(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={pressed}
      />
      <div id="phrase-choices" class="choices" role="listbox" aria-label="Saved replies">
        {found.map(({ row, text }, index) => (
          <div
            key={row.phrase}
            id={`phrase-${index}`}
            class="choice"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            ref={element => {
              if (index === at) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(found[index])}
            onKeyDown={pressed}
          >
            <b dir="auto">{row.name}</b>
            {isTooLong(text, strategy) && <span class="hint red">too long for {strategy.name}</span>}
            <q dir="auto">{text}</q>
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="none">{noneWords(phrases.all.size, query)}</p>}
      {me.value?.role === 'admin' && (
        <a class="button quiet" href="/phrases" data-in-app onClick={close}>
          Edit the saved replies
        </a>
      )}
    </Dialog>
  )
}

function isTooLong(text: string, { text: limit }: Strategy): boolean {
  return measure(text, limit) > limit.most
}

function noneWords(all: number, query: string): string {
  if (all > 0) return `Nothing for “${query}”`
  return 'There are no saved replies yet. An admin of the workspace writes them.'
}
