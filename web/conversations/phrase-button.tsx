import { MessageSquareQuote } from 'lucide-preact'
import { words } from './words.ts'

/** What the slash does, for who has no keys at hand. */
export function PhraseButton({ ask }: { ask(): void }) {
  return (
    <button
      type="button"
      class="button quiet icon tight"
      aria-label={words.phrases}
      title={`${words.phrases} (/)`}
      onClick={ask}
    >
      <MessageSquareQuote class="small" />
    </button>
  )
}
