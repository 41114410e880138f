import type { Cycle } from '../../shared/workflow/cycles.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import type { CardRow } from '../app/live.ts'
import { now } from '../ui/now.ts'
import { shortWhen } from '../ui/time-words.ts'
import { CloseCard } from './close-card.tsx'
import { cycleWords, stagesWords } from './cycle-words.ts'
import { OpenAgain } from './open-again.tsx'

type Props = { card: CardRow; plan: Plan; done(): void }

/** Every passage of the card through its workflow, the newest first, and how this one ends or the next begins. */
export function CardCycles({ card, plan, done }: Props) {
  return (
    <section class="cycles" aria-label="Cycles">
      <h3>Cycles</h3>
      <ol>
        {card.cycles.toReversed().map(cycle => (
          <Passage key={cycle.number} cycle={cycle} plan={plan} />
        ))}
      </ol>
      {card.status === 'open' ? <CloseCard card={card} done={done} /> : <OpenAgain card={card} done={done} />}
    </section>
  )
}

function Passage({ cycle, plan }: { cycle: Cycle; plan: Plan }) {
  const stages = stagesWords(cycle, plan)
  const { number, openedAt, closedAt, reason } = cycle
  const when = (at: number) => shortWhen(at, now.value)
  return (
    <li>
      {number}. {cycleWords(cycle)}, <time>{closedAt === null ? `since ${when(openedAt)}` : when(closedAt)}</time>
      {reason !== '' && (
        <p>
          <bdi>{reason}</bdi>
        </p>
      )}
      {stages !== '' && <p class="faint">{stages}</p>}
    </li>
  )
}
