import { computed } from '@preact/signals'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { cards } from '../app/live.ts'
import { pathOf, type BoardRoute } from '../app/shell/route.ts'
import type { Stage } from '../../shared/workflow/plan.ts'
import { thumbs } from '../ui/media.ts'
import { scrollTo } from '../ui/windowing.ts'
import type { Column } from './boards.ts'
import { CardFace } from './card-face.tsx'
import { drop, lifted } from './lift.ts'
import { cursor, picked, wanted } from './stand.ts'
import { useSight, type Sight } from './use-sight.ts'
import { waiting } from './waiting.ts'

type Props = {
  column: Column
  at: BoardRoute
  isFiltered: boolean
  /** A place opens in it for the card that is held over it. */
  opens: boolean
}

/** The cards of a stage, all of one height, of which only those near the view exist. Two thousand scroll like ten. */
export function CardList({ column: { stage, ids }, at, isFiltered, opens }: Props) {
  const list = ids.value
  const box = useRef<HTMLDivElement>(null)
  const seen = useSight(box, list.length)
  const over = useMemo(() => computed(() => (drop.value?.stage === stage.id ? drop.value.gap : null)), [stage.id]).value
  const gap = opens ? over : null
  const active = useMemo(() => computed(() => indexIn(ids.value, cursor.value)), [ids]).value
  const held = useMemo(() => computed(() => indexIn(ids.value, lifted.value)), [ids]).value
  const asked = useMemo(() => computed(() => indexIn(ids.value, wanted.value)), [ids]).value

  useLayoutEffect(() => {
    if (asked >= 0 && box.current) show(box.current, asked, seen)
  }, [asked])

  const { from, to, pitch } = seen
  const drawn = new Set(Array.from({ length: to - from }, (_, place) => from + place))
  for (const kept of [active, held]) if (kept >= 0) drawn.add(kept)
  const tabbed = active >= 0 ? active : 0
  const places = list.length + (gap === null ? 0 : 1)
  return (
    <div ref={box} class="cards" onScroll={seen.measure}>
      {list.length === 0 && gap === null && <p class="nothing">{nothingWords(stage, isFiltered)}</p>}
      <ol aria-label={`${stage.name} cards`} style={{ blockSize: `${places * pitch}px` }}>
        {gap !== null && <li class="drop-place" style={offset(gap * pitch)} aria-hidden="true" />}
        {[...drawn].map(index => {
          const id = list[index]
          if (id === undefined) return null
          return (
            <li
              key={id}
              class="slot"
              data-card={id}
              data-lifted={index === held || undefined}
              aria-setsize={list.length}
              aria-posinset={index + 1}
              style={offset((index + (gap !== null && index >= gap ? 1 : 0)) * pitch)}
            >
              <CardFace
                id={id}
                href={addressOf(id, at)}
                open={at.conversation !== null && cards.all.get(id)?.conversation === at.conversation}
                tabbed={index === tabbed}
                picked={picked.value.has(id)}
                waits={waiting.value.has(id)}
                doubted={Boolean(waiting.value.get(id)?.doubt)}
                brief={seen.isFirst}
              />
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function indexIn(ids: readonly string[], id: string | null): number {
  return id === null ? -1 : ids.indexOf(id)
}

function offset(y: number) {
  return { transform: `translateY(${y}px)` }
}

function addressOf(id: string, at: BoardRoute): string | null {
  const conversation = cards.all.get(id)?.conversation ?? null
  return conversation === null ? null : pathOf({ ...at, conversation })
}

/** Scrolls to the card and gives it the focus: its stage comes into view as well. */
function show(box: HTMLElement, index: number, { pitch, measure }: Sight): void {
  const to = scrollTo(index, box.scrollTop, box.clientHeight, pitch)
  if (to !== null) box.scrollTop = to
  measure()
  box.closest('.column')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const id = wanted.peek()
  wanted.value = null
  if (id !== null)
    box.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"] .card`)?.focus({ preventScroll: true })
}

/** Where cards come in, an empty stage teaches how. */
function nothingWords({ kind }: Stage, isFiltered: boolean): string {
  if (isFiltered) return 'None of these cards'
  if (kind !== 'incoming') return 'No cards'
  return `No cards. ${thumbs.value ? 'The plus above' : 'C'} makes one, and so does More in a conversation.`
}
