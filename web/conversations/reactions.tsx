import { SmilePlus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import { threads } from '../app/live.ts'
import { later } from '../ui/later.tsx'
import { now } from '../ui/now.ts'
import type { Said } from './lines.ts'
import { ours } from './our-reaction.ts'
import { words } from './words.ts'

/** Not needed until somebody reacts, or it went wrong. */
const ReactionMenu = later(async () => (await import('./reaction-menu.tsx')).ReactionMenu)
const ReactionTrouble = later(async () => (await import('./reaction-menu.tsx')).ReactionTrouble)

type Props = { conversation: string; item: Extract<Said, { kind: 'received' }> }

/** An emoji on what the customer wrote, where their platform takes one from us now. */
export function React({ conversation, item }: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const row = threads.get(conversation)
  if (!row || item.import !== undefined || strategyOf(row.platform).reactions !== 'both') return null
  const mine = ours(item)
  const isOpen = anchor !== null
  return (
    <>
      {isWindowOpen(row.platform, row.windowClosesAt, now.value) && (
        <button
          type="button"
          class="button quiet icon react"
          data-hook="react"
          aria-label={words.react}
          aria-haspopup="menu"
          aria-expanded={isOpen}
          title={`${words.react} (+: to the last one)`}
          onClick={event => setAnchor(isOpen ? null : event.currentTarget)}
        >
          <SmilePlus class="small" />
        </button>
      )}
      {anchor && (
        <ReactionMenu
          conversation={conversation}
          of={item.id}
          platform={row.platform}
          mine={mine?.emojis[0]}
          anchor={anchor}
          close={() => setAnchor(null)}
        />
      )}
      {(mine?.send?.delivery === 'failed' || mine?.send?.delivery === 'unknown') && (
        <ReactionTrouble conversation={conversation} of={item.id} reaction={mine} />
      )}
    </>
  )
}

/** The time of a person's words may be longer than that of a reaction. */
function isWindowOpen(platform: string, closesAt: number | null, at: number): boolean {
  if (closesAt === null) return true
  const strategy = strategyOf(platform)
  const [person, program] = [windowClosesAt(strategy, 0, 'person') ?? 0, windowClosesAt(strategy, 0, 'program') ?? 0]
  return at < closesAt - person + program
}
