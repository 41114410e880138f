import { Reply } from 'lucide-preact'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { threads } from '../app/live.ts'
import { press } from '../keyboard/keys.ts'
import { later } from '../ui/later.tsx'
import { now } from '../ui/now.ts'
import { answered } from './answered.ts'
import { isWindowClosed } from './is-window-closed.ts'
import type { Said } from './lines.ts'
import { mayBeAnswered } from './may-be-answered.ts'
import { ours } from './our-reaction.ts'
import { mayReact, React } from './reactions.tsx'
import { words } from './words.ts'

/** Not needed until it went wrong. */
const ReactionTrouble = later(async () => (await import('./reaction-menu.tsx')).ReactionTrouble)

type Props = { conversation: string; item: Said }

/** What may be done with one message, beside its bubble. */
export function MessageActs({ conversation, item }: Props) {
  const row = threads.get(conversation)
  if (!row) return null
  const answers = strategyOf(row.platform).quotes && mayBeAnswered(item) && !isWindowClosed(row, now.value)
  const reacts = mayReact(row, item, now.value)
  const mine = ours(item)
  return (
    <>
      {(answers || reacts) && (
        <span class="beside">
          {reacts && <React conversation={conversation} item={item} platform={row.platform} />}
          {answers && <Answer conversation={conversation} item={item} />}
        </span>
      )}
      {(mine?.send?.delivery === 'failed' || mine?.send?.delivery === 'unknown') && (
        <ReactionTrouble conversation={conversation} of={item.id} reaction={mine} />
      )}
    </>
  )
}

function Answer({ conversation, item }: Props) {
  const choose = () => {
    answered.put(conversation, item.id)
    // The field has the caret, as when somebody presses the key for a reply.
    press('r')
  }
  return (
    <button
      type="button"
      class="button quiet icon"
      data-hook="answer"
      aria-label={words.answer}
      title={item.kind === 'received' ? `${words.answer} (Q: to the last one)` : words.answer}
      onClick={choose}
    >
      <Reply class="small turns" />
    </button>
  )
}
