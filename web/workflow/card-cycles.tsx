import { useState } from 'preact/hooks'
import type { Cycle } from '../../shared/workflow/cycles.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import type { CardRow } from '../app/live.ts'
import { authorName } from '../app/shell/agent-name.ts'
import { now } from '../ui/now.ts'
import { shortWhen } from '../ui/time-words.ts'
import { CloseCard } from './close-card.tsx'
import { cycleWords, stagesWords, wentOnWords } from './cycle-words.ts'
import { ExplainCycle } from './explain-cycle.tsx'
import type { FillIn } from './fill-in.ts'
import { OpenAgain } from './open-again.tsx'

type Props = { card: CardRow; plan: Plan; asked: Pick<FillIn, 'explains' | 'notClosed'>; done(): void }

/** Every passage of the card through its workflow, the newest first, and how this one ends or the next begins. */
export function CardCycles({ card, plan, asked: { explains, notClosed }, done }: Props) {
  const ended = card.cycles.findLast(({ closedAt }) => closedAt !== null)
  return (
    <section class="cycles" aria-label="Cycles">
      <h3>Cycles</h3>
      <ol>
        {card.cycles.toReversed().map(cycle => (
          <Passage key={cycle.number} {...{ card, cycle, plan, done }} explains={explains && cycle === ended} />
        ))}
      </ol>
      {card.status === 'open' ? (
        <CloseCard card={card} notClosed={notClosed} done={done} />
      ) : (
        <OpenAgain card={card} done={done} />
      )}
    </section>
  )
}

type Passed = Omit<Props, 'asked'> & { cycle: Cycle; explains: boolean | undefined }

function Passage({ card, cycle, plan, explains = false, done }: Passed) {
  const [isAsked, ask] = useState(explains)
  const stages = stagesWords(cycle, plan)
  const { number, openedAt, closedAt, reason, explainedBy, wentOn = [] } = cycle
  const when = (at: number) => shortWhen(at, now.value)
  return (
    <li>
      {number}. {cycleWords(cycle)}, <time>{closedAt === null ? `since ${when(openedAt)}` : when(closedAt)}</time>{' '}
      {isAsked ? (
        <ExplainCycle card={card} cycle={cycle} done={done} />
      ) : (
        <>
          {reason !== '' && (
            <p>
              <bdi>{reason}</bdi>
              {explainedBy && <span class="faint"> ({authorName(explainedBy)}, afterwards)</span>}
            </p>
          )}
          {closedAt !== null && (
            <button type="button" class="link" onClick={() => ask(true)}>
              {reason === '' ? 'Say why' : 'Change why'}
            </button>
          )}
        </>
      )}
      {wentOn.map(one => (
        <p key={one.at}>
          <bdi>{one.reason}</bdi> <span class="faint">({wentOnWords(one, when(one.at))})</span>
        </p>
      ))}
      {stages !== '' && <p class="faint">{stages}</p>}
    </li>
  )
}
