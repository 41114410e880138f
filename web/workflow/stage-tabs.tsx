import { useEffect, useRef } from 'preact/hooks'
import { glide } from '../ui/media.ts'
import type { Column } from './boards.ts'
import { drop } from './lift.ts'
import { StageMark } from './stage-mark.tsx'
import type { Pages } from './use-pages.ts'

/** The stages above the page on a phone, each with its count. A card can be dropped on them. */
export function StageTabs({ columns, pages }: { columns: readonly Column[]; pages: Pages }) {
  const strip = useRef<HTMLElement>(null)
  const shown = pages.shown.value
  useEffect(() => {
    const tab = strip.current?.children[shown]
    tab?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: glide() })
  }, [shown])
  return (
    <nav ref={strip} class="tabs stage-tabs" aria-label="Stages">
      {columns.map(({ stage, ids }, page) => (
        <button
          key={stage.id}
          type="button"
          aria-current={page === shown ? 'true' : undefined}
          data-stage={stage.id}
          data-over={drop.value?.stage === stage.id || undefined}
          onClick={() => pages.turnTo(page)}
        >
          <StageMark colour={stage.colour} />
          {stage.name} <span class="figures">{ids.value.length}</span>
        </button>
      ))}
    </nav>
  )
}
