import { SmilePlus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { Thread } from '../../shared/conversations/thread.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import { later } from '../ui/later.tsx'
import type { Said } from './lines.ts'
import { ours } from './our-reaction.ts'
import { mayBeAnswered } from './may-be-answered.ts'
import { words } from './words.ts'

/** Not needed until somebody reacts. */
const ReactionMenu = later(async () => (await import('./reaction-menu.tsx')).ReactionMenu)

type Props = { conversation: string; item: Said; platform: string }

/** An emoji on what the customer wrote. */
export function React({ conversation, item, platform }: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const isOpen = anchor !== null
  return (
    <>
      <button
        type="button"
        class="button quiet icon"
        data-hook="react"
        aria-label={words.react}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={`${words.react} (+: to the last one)`}
        onClick={event => setAnchor(isOpen ? null : event.currentTarget)}
      >
        <SmilePlus class="small" />
      </button>
      {anchor && (
        <ReactionMenu
          conversation={conversation}
          of={item.id}
          platform={platform}
          mine={ours(item)?.emojis[0]}
          anchor={anchor}
          close={() => setAnchor(null)}
        />
      )}
    </>
  )
}

/** Does the platform take one from us now? */
export function mayReact({ platform, windowClosesAt: closesAt }: Thread, item: Said, at: number): boolean {
  if (item.kind !== 'received' || !mayBeAnswered(item)) return false
  return strategyOf(platform).reactions === 'both' && isWindowOpen(platform, closesAt, at)
}

/** The time of a person's words may be longer than that of a reaction. */
function isWindowOpen(platform: string, closesAt: number | null, at: number): boolean {
  if (closesAt === null) return true
  const strategy = strategyOf(platform)
  const [person, program] = [windowClosesAt(strategy, 0, 'person') ?? 0, windowClosesAt(strategy, 0, 'program') ?? 0]
  return at < closesAt - person + program
}
