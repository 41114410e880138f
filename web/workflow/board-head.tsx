import { ChevronDown, ListFilter, Settings2, X } from 'lucide-preact'
import { me, threads } from '../app/live.ts'
import { sla } from '../app/shell/sla.ts'
import { go, pathOf, type BoardRoute } from '../app/shell/route.ts'
import { NarrowChips } from '../app/shell/narrow-chips.tsx'
import { hueOf } from '../ui/hue.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { boards, type BoardRow, type Column } from './boards.ts'
import { NewCard } from './new-card.tsx'

type Props = { row: BoardRow; at: BoardRoute; columns: readonly Column[] }

export function BoardHead({ row, at, columns }: Props) {
  const { name } = row.now.plan
  const Order = sla()?.OrderButton
  const total = columns.reduce((sum, { ids }) => sum + ids.value.length, 0)
  return (
    <header class="head board-head">
      {boards.value.length > 1 ? (
        <>
          <h1 class="unseen">{name}</h1>
          <Boards shown={row} at={at} />
        </>
      ) : (
        <h1 dir="auto">{name}</h1>
      )}
      <span class="total figures">
        {total}
        <span class="unseen"> cards</span>
      </span>
      <span class="push" />
      <NewCard row={row} covered={at.conversation !== null} />
      {Order && <Order />}
      <FilterMenu at={at} />
      {me.value?.role === 'admin' && (
        <a
          class="button quiet icon"
          href={pathOf({ screen: 'workflows', workflow: row.workflow })}
          data-in-app
          aria-label="Edit this workflow"
          title="Edit this workflow"
        >
          <Settings2 class="small" />
        </a>
      )}
      <NarrowChips />
    </header>
  )
}

function Boards({ shown, at }: { shown: BoardRow; at: BoardRoute }) {
  return (
    <Menu
      label={`Board: ${shown.now.plan.name}`}
      look="button quiet board-name"
      face={
        <>
          <bdi>{shown.now.plan.name}</bdi>
          <ChevronDown class="small" />
        </>
      }
    >
      {boards.value.map(one => (
        <MenuItem
          key={one.workflow}
          checked={one.workflow === shown.workflow}
          act={() => go({ ...at, workflow: one.workflow, conversation: null })}
        >
          <bdi>{one.now.plan.name}</bdi>
        </MenuItem>
      ))}
    </Menu>
  )
}

/** Whose cards, and with which label. What is chosen stands in the address. */
function FilterMenu({ at }: { at: BoardRoute }) {
  const { mine, label } = at
  const chosen = [...(mine ? ['Mine'] : []), ...(label === null ? [] : [label])]
  const show = (next: Partial<BoardRoute>) => go({ ...at, ...next }, { replace: true })
  return (
    <span class={chosen.length > 0 ? 'filter joined chosen' : 'filter'}>
      <Menu
        label={chosen.length > 0 ? `Filter: ${chosen.join(', ')}` : 'Filter'}
        look={chosen.length > 0 ? 'button' : 'button quiet'}
        face={
          <>
            <ListFilter class="small" />
            <bdi>{chosen.length > 0 ? chosen.join(' · ') : 'Filter'}</bdi>
          </>
        }
      >
        <MenuItem checked={!mine} act={() => show({ mine: false })}>
          Everyone’s cards
        </MenuItem>
        <MenuItem checked={mine} act={() => show({ mine: true })}>
          Mine
        </MenuItem>
        <Labels chosen={label} choose={next => show({ label: next })} />
      </Menu>
      {chosen.length > 0 && (
        <a
          class="button icon"
          href={pathOf({ ...at, mine: false, label: null })}
          data-in-app
          aria-label="Show all cards"
          title="Show all cards"
        >
          <X class="small" />
        </a>
      )}
    </span>
  )
}

function Labels({ chosen, choose }: { chosen: string | null; choose(label: string | null): void }) {
  const known = new Set([...threads.all.values()].flatMap(thread => thread.labels))
  if (chosen !== null) known.add(chosen)
  if (known.size === 0) return null
  return (
    <>
      <hr />
      <p class="heading">Label</p>
      {[...known]
        .sort((a, b) => a.localeCompare(b))
        .map(label => (
          <MenuItem
            key={label}
            checked={label === chosen}
            icon={<i class="dot" style={{ '--hue': hueOf(label) }} />}
            act={() => choose(label === chosen ? null : label)}
          >
            <bdi>{label}</bdi>
          </MenuItem>
        ))}
    </>
  )
}
