import type { SlaTarget } from '../../shared/sla/content.ts'
import type { Urgency } from '../../shared/sla/pressing.ts'
import { span } from '../ui/time-words.ts'

export const targetNames: Record<SlaTarget, string> = {
  'first-reply': 'first reply',
  'next-reply': 'reply',
  resolution: 'resolution'
}

/** On the clock: `25 min`, `8 min left`, `12 min late`. `ms`: of open hours. */
export function clockWords(urgency: Urgency, ms: number): string {
  const time = ms < 60_000 ? 'under 1 min' : span(ms)
  switch (urgency) {
    case 'quiet':
      return time
    case 'soon':
      return `${time} left`
    case 'late':
      return `${time} late`
  }
}
