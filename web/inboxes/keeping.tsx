import { useId, useState } from 'preact/hooks'
import { act } from '../app/shell/act.ts'
import { daysIn } from './days-in.ts'

/** How long conversations are kept. What is over is erased within the hour, so it is never set by the way. */
export function Keeping({ inbox, name, days }: { inbox: string; name: string; days: number | null }) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const wanted = typed === null ? days : daysIn(typed)
  const isShorter = typeof wanted === 'number' && (days === null || wanted < days)
  const set = async () => {
    if (wanted === undefined) return
    const { accepted } = await act({ type: 'inbox.set-retention', inbox, days: wanted })
    if (accepted) setTyped(null)
  }
  return (
    <form
      class="keeping"
      onSubmit={event => {
        event.preventDefault()
        void set()
      }}
    >
      <div class="field">
        <label for={id}>Days a conversation is kept after it was resolved</label>
        <input
          id={id}
          class="input"
          inputMode="numeric"
          value={typed ?? days?.toString() ?? ''}
          aria-invalid={wanted === undefined || undefined}
          aria-describedby={`${id}-more`}
          onInput={event => setTyped(event.currentTarget.value)}
        />
        <span
          id={`${id}-more`}
          class={wanted === undefined ? 'wrong' : 'hint'}
          role={wanted === undefined ? 'alert' : undefined}
        >
          {wanted === undefined ? 'A whole number from 1 to 36500, or nothing.' : 'Nothing: for ever.'}
        </span>
      </div>
      {typed !== null && wanted !== undefined && wanted !== days && (
        <>
          {isShorter && (
            <p class="warning">
              What was resolved in <bdi>{name}</bdi> more than {wanted} {wanted === 1 ? 'day' : 'days'} ago is erased
              within the hour, and cannot be brought back.
            </p>
          )}
          <p class="acts">
            <button type="submit" class={isShorter ? 'button danger' : 'button primary'}>
              {wanted === null ? 'Keep them for ever' : `Keep them ${wanted} ${wanted === 1 ? 'day' : 'days'}`}
            </button>
            <button type="button" class="button quiet" onClick={() => setTyped(null)}>
              As it was
            </button>
          </p>
        </>
      )}
    </form>
  )
}
