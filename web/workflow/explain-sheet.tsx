import { useState } from 'preact/hooks'
import { Dialog } from '../ui/dialog.tsx'
import { ended, explained, type Ended } from './explain-together.ts'
import { cursor, standOn } from './stand.ts'
import { together } from './together.ts'

const close = () => {
  ended.value = null
  standOn(cursor.peek())
}

/** One reason for all cards that came to the same end together. */
export function ExplainSheet({ ended: { outcome, cards } }: { ended: Ended }) {
  const [reason, setReason] = useState('')
  const explain = (event: SubmitEvent) => {
    event.preventDefault()
    close()
    const words = (count: number) => `${count === 1 ? '1 card' : `${count} cards`}: why they were ${outcome} is said`
    void together(cards, card => explained(card, outcome, reason.trim()), words)
  }
  return (
    <Dialog title={`Why ${cards.length} cards were ${outcome}`} class="card-sheet" close={close}>
      <div class="body">
        <form onSubmit={explain}>
          <label class="field">
            <span class="label">One reason for all of them</span>
            <input
              autofocus
              required
              class="input"
              maxLength={500}
              dir="auto"
              value={reason}
              onInput={event => setReason(event.currentTarget.value)}
            />
          </label>
          <div class="acts">
            <button type="button" class="button quiet" onClick={close}>
              Cancel
            </button>
            <button type="submit" class="button primary">
              Save the reason
            </button>
          </div>
        </form>
      </div>
    </Dialog>
  )
}
