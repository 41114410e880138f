import { useId, useState } from 'preact/hooks'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { InboxRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { awayFault, awayHint } from './away-words.ts'

/** What a customer is told who writes while nobody is there. Nothing: nothing is. */
export function AwayMessage({ row, strategy }: { row: InboxRow; strategy: Strategy }) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const now = row.away?.text ?? ''
  const words = (typed ?? now).trim()
  const fault = awayFault(words, strategy)
  const set = async () => {
    const { accepted } = await act({ type: 'inbox.set-away-message', inbox: row.inbox, text: words || null })
    if (accepted) setTyped(null)
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (fault === null) void set()
      }}
    >
      <div class="field">
        <label for={id}>Away message</label>
        <textarea
          id={id}
          class="input"
          dir="auto"
          rows={3}
          value={typed ?? now}
          aria-invalid={fault !== null || undefined}
          aria-describedby={`${id}-more`}
          onInput={event => setTyped(event.currentTarget.value)}
        />
        <span id={`${id}-more`} class={fault === null ? 'hint' : 'wrong'} role={fault === null ? undefined : 'alert'}>
          {fault ?? awayHint(words, strategy, (row.hours ?? null) !== null)}
        </span>
      </div>
      {typed !== null && words !== now && (
        <p class="acts">
          <button type="submit" class="button primary" disabled={fault !== null}>
            {words === '' ? 'Send none any more' : 'Set the away message'}
          </button>
          <button type="button" class="button quiet" onClick={() => setTyped(null)}>
            As it was
          </button>
        </p>
      )}
    </form>
  )
}
