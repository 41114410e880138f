import { TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { Stage } from '../../shared/workflow/plan.ts'
import { StageMark } from './stage-mark.tsx'

type Props = {
  stage: Stage
  /** How many are in sight, and how many there are. */
  shown: number
  cards: number
  sum: string
  children: ComponentChildren
}

/** The name of a stage, how full it is, and what its cards are worth. */
export function ColumnHead({ stage, shown, cards, sum, children }: Props) {
  const { limit } = stage
  const load = limit === null ? 'free' : cards > limit.cards ? 'over' : cards === limit.cards ? 'full' : 'free'
  return (
    <header class="column-head" data-more={limit !== null || sum !== '' || undefined}>
      <StageMark colour={stage.colour} />
      <h2 dir="auto">{stage.name}</h2>
      <span class="load figures" data-load={load} title={limit ? loadWords(cards, limit) : undefined}>
        {load === 'over' && <TriangleAlert class="small" />}
        {shown === cards ? cards : `${shown} of ${cards}`}
        {limit && `/${limit.cards}`}
        <span class="unseen">{limit ? ` cards. ${loadWords(cards, limit)}` : ' cards'}</span>
      </span>
      {sum !== '' && (
        <span class="sum figures" title="What these cards are worth">
          {sum}
        </span>
      )}
      {children}
    </header>
  )
}

function loadWords(cards: number, { cards: most, hard }: NonNullable<Stage['limit']>): string {
  if (cards > most) return `${cards - most} more than its limit of ${most}`
  const kind = hard ? 'No more than' : 'Better no more than'
  return cards === most ? `${kind} ${most}: it is full` : `${kind} ${most} cards`
}
