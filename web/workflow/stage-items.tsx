import { MenuItem } from '../ui/menu.tsx'
import type { Column } from './boards.ts'
import { StageMark } from './stage-mark.tsx'

type Props = {
  columns: readonly Column[]
  /** Where the card is. Several cards are in no one place. */
  here?: string | undefined
  choose(column: Column): void
}

/** The stages of a board as lines of a menu, each with how full it is. */
export function StageItems({ columns, here, choose }: Props) {
  return columns.map(column => {
    const { stage, ids } = column
    return (
      <MenuItem
        key={stage.id}
        {...(here !== undefined && { checked: stage.id === here })}
        icon={<StageMark colour={stage.colour} />}
        aside={stage.limit ? `${ids.value.length}/${stage.limit.cards}` : `${ids.value.length}`}
        act={() => choose(column)}
      >
        <bdi>{stage.name}</bdi>
      </MenuItem>
    )
  })
}
