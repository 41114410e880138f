import { LayoutTemplate, TimerOff } from 'lucide-preact'
import type { Thread } from '../../shared/conversations/thread.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { now } from '../ui/now.ts'
import { inSentence } from '../ui/time-words.ts'
import { onlyHistory, words } from './words.ts'

type Props = { row: Thread; text: string; choose(): void }

/** Where the field was: why free text cannot go now, and what can. Words already written stay in sight. */
export function WindowClosed({ row, text, choose }: Props) {
  const closed = row.windowClosesAt
  const { name, ...strategy } = strategyOf(row.platform)
  const templates = strategy.templates && !row.history
  return (
    <div class="window-closed">
      <p>
        <TimerOff class="small" />
        <span>
          {row.history ? (
            onlyHistory
          ) : (
            <>
              {closed
                ? `The reply window closed ${inSentence(closed, now.value)}.`
                : 'The customer has not written yet.'}{' '}
              {templates
                ? 'Only an approved template can be sent until they write again.'
                : `${name} lets you write again when they do.`}
            </>
          )}
        </span>
      </p>
      {text.trim() !== '' && (
        <blockquote dir="auto" title="Your draft is kept">
          {text}
        </blockquote>
      )}
      {templates && (
        <button type="button" class="button primary" onClick={choose}>
          <LayoutTemplate class="small" />
          {words.chooseTemplate}
        </button>
      )}
    </div>
  )
}
