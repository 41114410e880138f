import type { OutboxEntry } from '../app/live.ts'
import { SaidTwice } from '../ui/said-twice.tsx'

type Props = { words: string; again: string; tight?: boolean; entry: OutboxEntry; act(): Promise<void> }

/** Away with what did not go. Somebody's words are nowhere else: those are asked about first. */
export function PutAway({ words, again, tight = false, entry, act }: Props) {
  if (entry.words) {
    return (
      <SaidTwice
        words={words}
        look={tight ? 'tight' : undefined}
        outcome="What you wrote is gone then."
        again={again}
        keep="Keep it"
        act={act}
      />
    )
  }
  return (
    <button type="button" class={tight ? 'button quiet tight' : 'button quiet'} onClick={() => void act()}>
      {words}
    </button>
  )
}
