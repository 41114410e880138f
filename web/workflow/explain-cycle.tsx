import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Cycle } from '../../shared/workflow/cycles.ts'
import type { CardRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { nameOfCard } from './called.ts'

type Props = { card: CardRow; cycle: Cycle; done(): void }

/** Why this passage ended as it did, said or changed once it is over. */
export function ExplainCycle({ card, cycle, done }: Props) {
  // What is explained is the end that its author saw, whatever a colleague makes of it meanwhile.
  const [outcome] = useState(cycle.outcome ?? 'done')
  const [reason, setReason] = useState(cycle.reason)
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.focus(), [])
  const explain = async (event: SubmitEvent) => {
    event.preventDefault()
    const { workflow } = card
    const so = { cycle: cycle.number, outcome, reason: reason.trim() }
    const words = `${nameOfCard(card)}: why it was ${outcome} is said`
    done()
    await act({ type: 'card.explain', card: card.card, workflow, ...so }, { done: words })
  }
  return (
    <form aria-label={`Why cycle ${cycle.number} was ${outcome}`} onSubmit={event => void explain(event)}>
      <label class="field">
        <span class="label">Why it was {outcome}</span>
        <input
          ref={field}
          autofocus
          class="input"
          maxLength={500}
          dir="auto"
          value={reason}
          onInput={event => setReason(event.currentTarget.value)}
        />
      </label>
      <div class="acts">
        <button type="submit" class="button">
          Save the reason
        </button>
      </div>
    </form>
  )
}
