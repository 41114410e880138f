import { ArrowDownNarrowWide, Target } from 'lucide-preact'
import { preferences } from '../app/shell/preferences.ts'

/** Which comes first: what is due first, or what was said last. */
export function OrderButton() {
  const isUrgent = preferences.order.value.value === 'urgent'
  const label = 'Most urgent first'
  return (
    <button
      type="button"
      class="button quiet icon tight order"
      aria-label={label}
      aria-pressed={isUrgent}
      title={isUrgent ? `${label}: on` : label}
      onClick={() => preferences.order.choose(isUrgent ? 'usual' : 'urgent')}
    >
      {isUrgent ? <Target class="small" /> : <ArrowDownNarrowWide class="small" />}
    </button>
  )
}
