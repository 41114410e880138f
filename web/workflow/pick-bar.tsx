import { X } from 'lucide-preact'
import { Menu } from '../ui/menu.tsx'
import type { Column } from './boards.ts'
import { moveTogether } from './together.ts'
import { pick, picked, pickNone } from './stand.ts'
import { StageItems } from './stage-items.tsx'

/** What is done with the cards that were picked. It floats over the board until there are none. */
export function PickBar({ columns }: { columns: readonly Column[] }) {
  const { size } = picked.value
  if (size === 0) return null
  const move = async (column: Column) => {
    // In the order in which they stand on the board, wherever they were picked first.
    const ids = columns.flatMap(one => one.ids.peek()).filter(id => picked.peek().has(id))
    pickNone()
    // Whoever looks for those that stayed where they are finds them picked.
    for (const id of await moveTogether(column, ids)) pick(id)
  }
  const many = size === 1 ? '1 card' : `${size} cards`
  return (
    <div class="pick-bar" role="toolbar" aria-label="Picked cards">
      <span class="figures" role="status">
        {many} picked
      </span>
      <Menu label={`Move ${many} to…`} look="button primary" hook="move-picked" face={<>Move to…</>}>
        <StageItems columns={columns} choose={column => void move(column)} />
      </Menu>
      <button type="button" class="button quiet icon" aria-label="Pick none" title="Pick none (Esc)" onClick={pickNone}>
        <X class="small" />
      </button>
    </div>
  )
}
