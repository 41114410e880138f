import { ListChecks } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { recallChoices, typeChoices, typedChoices } from './choices.ts'
import { words } from './words.ts'

/** Answers to press under the words, where the platform has any. */
export function ChoicesButton({ conversation, strategy }: { conversation: string; strategy: Strategy }) {
  useEffect(() => void recallChoices(conversation).catch(reportError), [conversation])
  if (!strategy.buttons) return null
  const isOpen = typedChoices(conversation) !== null
  return (
    <button
      type="button"
      class="button quiet icon tight"
      aria-label={words.choices}
      aria-expanded={isOpen}
      title={words.choices}
      onClick={() => typeChoices(conversation, isOpen ? null : ['', ''])}
    >
      <ListChecks class="small" />
    </button>
  )
}
