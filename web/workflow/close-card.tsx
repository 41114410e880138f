import { useState } from 'preact/hooks'
import { cycleUnderWay } from '../../shared/workflow/cycles.ts'
import type { Outcome } from '../../shared/workflow/events.ts'
import { rankAt } from '../../shared/workflow/rank.ts'
import type { CardRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { say } from '../app/shell/say.ts'
import { outcomeWords } from './cycle-words.ts'
import { fillIn, type NotClosed } from './fill-in.ts'
import { nameOfCard } from './called.ts'
import { receivedOf, stageOf } from './moves.ts'

const outcomes = Object.entries(outcomeWords) as readonly [Outcome, string][]

type Props = { card: CardRow; notClosed: NotClosed | undefined; done(): void }

/** Ends this passage of the card, with what came of it. Moved into a stage that is an end, it ends without a reason. */
export function CloseCard({ card, notClosed, done }: Props) {
  const [outcome, setOutcome] = useState<Outcome>(notClosed?.outcome ?? 'won')
  const [reason, setReason] = useState(notClosed?.reason ?? '')
  const close = async (event: SubmitEvent) => {
    event.preventDefault()
    const { workflow, cycles } = card
    const from = stageOf(card)?.id ?? card.stage
    const so = {
      outcome,
      reason: reason.trim(),
      rank: rankAt(Date.now()),
      cycle: cycleUnderWay(cycles),
      ...receivedOf(card)
    }
    const words = `${nameOfCard(card)} is closed as ${outcome}`
    // What it lacks is asked for in this very sheet, which goes on from there.
    done()
    const wish = { type: 'card.close', card: card.card, workflow, from, ...so } as const
    const answer = await act(wish, { done: words })
    if (answer.accepted) return
    const { redoOf, refusalSentence } = await say()
    // Where nothing helps, what was written would be gone with the sheet.
    if (redoOf(wish, answer.refusal)) return
    const why = refusalSentence(answer.refusal, { now: Date.now(), nameOf, workflow })
    fillIn.value = { card: card.card, fields: [], then: null, notClosed: { outcome, reason, why } }
  }
  return (
    <form aria-label="Close the card" onSubmit={event => void close(event)}>
      <div class="pair">
        <label class="field">
          <span class="label">Close it as</span>
          <select class="input" value={outcome} onChange={event => setOutcome(event.currentTarget.value as Outcome)}>
            {outcomes.map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="label">Why, if it helps later</span>
          <input
            class="input"
            maxLength={500}
            dir="auto"
            value={reason}
            onInput={event => setReason(event.currentTarget.value)}
          />
        </label>
      </div>
      {notClosed && (
        <p class="wrong" role="alert">
          {notClosed.why}
        </p>
      )}
      <div class="acts">
        <button type="submit" class="button">
          Close the card
        </button>
      </div>
    </form>
  )
}
