import { signal } from '@preact/signals'
import { cards } from '../app/live.ts'
import { go, type BoardRoute } from '../app/shell/route.ts'
import { narrow } from '../ui/media.ts'
import { MenuAt, MenuItem } from '../ui/menu.tsx'
import type { Column } from './boards.ts'
import { fillIn } from './fill-in.ts'
import { nameOfCard } from './called.ts'
import { moveCard, stageOf } from './moves.ts'
import { StageItems } from './stage-items.tsx'
import { cursor, pick, standOn } from './stand.ts'
import { neighbour } from './step.ts'

/** The card whose menu is open, and what it hangs on. */
export const moving = signal<{ readonly card: string; readonly anchor: HTMLElement } | null>(null)

/** Everything that is done with a card, for a finger, a mouse and a key: above all where it goes. */
export function MoveMenu({ columns, at }: { columns: readonly Column[]; at: BoardRoute }) {
  const open = moving.value
  const card = open && cards.all.get(open.card)
  if (!open || !card) return null
  const here = stageOf(card)?.id
  const close = () => {
    moving.value = null
  }
  const column = columns.find(({ stage }) => stage.id === here)
  const ids = column?.ids.peek() ?? []
  const to = async (target: Column, gap: number | null = null) => {
    const next = narrow.peek() ? neighbour(ids, open.card) : open.card
    if (await moveCard(target, open.card, gap)) standOn(next)
  }
  const { conversation } = card
  return (
    <MenuAt key={open.card} label={`Move ${nameOfCard(card)}`} anchor={open.anchor} close={close}>
      <p class="heading">Move to…</p>
      <StageItems columns={columns} here={here} choose={target => void to(target)} />
      <hr />
      {column && ids.length > 1 && (
        <>
          <MenuItem act={() => void to(column, 0)}>To the top</MenuItem>
          <MenuItem act={() => void to(column, ids.length)}>To the bottom</MenuItem>
          <hr />
        </>
      )}
      {conversation !== null && (
        <MenuItem aside="Enter" act={() => go({ ...at, conversation })}>
          Open the conversation
        </MenuItem>
      )}
      <MenuItem aside="I" act={() => openDetails(open.card)}>
        Details
      </MenuItem>
      <MenuItem aside="X" act={() => pickFrom(open.card)}>
        Pick, to move several
      </MenuItem>
    </MenuAt>
  )
}

export function openDetails(card: string): void {
  fillIn.value = { card, fields: [], then: null }
}

export function openMoveMenu(card: string): void {
  const anchor = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(card)}"] .card-more`)
  if (anchor) moving.value = { card, anchor }
}

function pickFrom(card: string): void {
  cursor.value = card
  pick(card)
}
