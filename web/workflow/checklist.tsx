import { X } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import type { CardRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'

/** What is still to do for a card. Each line is kept at once: nobody ticks off twice. */
export function Checklist({ card: { card, workflow, checklist } }: { card: CardRow }) {
  const field = useRef<HTMLInputElement>(null)
  const add = () => {
    const text = field.current?.value.trim()
    if (!text || !field.current) return
    field.current.value = ''
    void act({ type: 'card.add-item', card, workflow, text }, { quiet: true })
  }
  return (
    <fieldset class="checklist">
      <legend>To do</legend>
      {checklist.map(({ item, text, done }) => (
        <div key={item}>
          <label>
            <input
              type="checkbox"
              checked={done}
              onChange={event =>
                void act(
                  { type: 'card.check-item', card, workflow, item, done: event.currentTarget.checked },
                  { quiet: true }
                )
              }
            />
            <bdi>{text}</bdi>
          </label>
          <button
            type="button"
            class="button quiet icon tight"
            aria-label={`Remove ${text}`}
            onClick={() => void act({ type: 'card.remove-item', card, workflow, item }, { quiet: true })}
          >
            <X class="small" />
          </button>
        </div>
      ))}
      <input
        ref={field}
        class="input"
        maxLength={200}
        placeholder="Something to do"
        aria-label="Something to do"
        onKeyDown={event => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
        onBlur={add}
      />
    </fieldset>
  )
}
