import { computed } from '@preact/signals'
import { ChevronsLeftRight } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { isClosing } from '../../shared/workflow/plan-rules.ts'
import { cards } from '../app/live.ts'
import type { BoardRoute } from '../app/shell/route.ts'
import { narrow } from '../ui/media.ts'
import type { Column } from './boards.ts'
import { CardList } from './card-list.tsx'
import { ColumnHead } from './column-head.tsx'
import { isFullFor } from './drop-place.ts'
import { drop, lifted } from './lift.ts'
import { moneyWords, sumsOf } from './money.ts'
import { StageMark } from './stage-mark.tsx'
import { fold, unfolded } from './stand.ts'

type Props = {
  column: Column
  /** The same with all cards, also those that are filtered out: limits are about them. */
  whole: Column
  workflow: string
  at: BoardRoute
}

/** A stage on the board. What is over is folded away until somebody asks for it. */
export function ColumnPane({ column, whole, workflow, at }: Props) {
  const { stage, ids } = column
  const key = `${workflow}/${stage.id}`
  const over = useMemo(() => computed(() => drop.value?.stage === stage.id), [stage.id]).value
  const refuses = useMemo(
    () => computed(() => drop.value?.stage === stage.id && isFullFor(stage, whole.ids.value, lifted.value)),
    [stage, whole]
  ).value
  const sum = useMemo(() => computed(() => sumWords(ids.value)), [ids]).value
  if (isClosing(stage) && !narrow.value && !unfolded.value.has(key)) {
    return (
      <button
        type="button"
        class="column folded"
        data-stage={stage.id}
        data-over={over || undefined}
        aria-expanded={false}
        title={`Show ${stage.name}`}
        onClick={() => fold(key, true)}
      >
        <StageMark colour={stage.colour} />
        <span class="figures">{ids.value.length}</span>
        <span class="upright" dir="auto">
          {stage.name}
        </span>
      </button>
    )
  }
  return (
    <section
      class="column"
      data-stage={stage.id}
      data-over={over || undefined}
      data-refuses={refuses || undefined}
      aria-label={stage.name}
    >
      <ColumnHead stage={stage} shown={ids.value.length} cards={whole.ids.value.length} sum={sum}>
        {isClosing(stage) && !narrow.value && (
          <button
            type="button"
            class="button quiet icon tight"
            aria-label={`Fold ${stage.name}`}
            aria-expanded
            title={`Fold ${stage.name}`}
            onClick={() => fold(key, false)}
          >
            <ChevronsLeftRight class="small" />
          </button>
        )}
      </ColumnHead>
      {refuses && <p class="refuses">Full: no more than {stage.limit?.cards} cards</p>}
      <CardList column={column} at={at} isFiltered={at.mine || at.label !== null} opens={!refuses} />
    </section>
  )
}

/** One text, so that a column whose sum is the same is not drawn again. */
function sumWords(ids: readonly string[]): string {
  void cards.revision.value
  return sumsOf(ids.map(id => cards.all.get(id)?.value ?? null))
    .map(moneyWords)
    .join(' + ')
}
