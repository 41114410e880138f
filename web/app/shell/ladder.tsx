import { Check, CheckCheck, CircleAlert, CircleQuestionMark, Clock } from 'lucide-preact'
import type { Delivery } from '../../../shared/conversations/ladder.ts'

const rungs = {
  device: { icon: Clock, words: 'Still on this device' },
  waiting: { icon: Clock, words: 'Waiting to be sent' },
  sending: { icon: Clock, words: 'Being sent' },
  unknown: { icon: CircleQuestionMark, words: 'Nobody knows whether it arrived' },
  sent: { icon: Check, words: 'Sent' },
  delivered: { icon: CheckCheck, words: 'Delivered' },
  read: { icon: CheckCheck, words: 'Read' },
  failed: { icon: CircleAlert, words: 'Not sent' }
} as const

/** How far a reply has come. We never draw a tick the platform has not given. */
export function Ladder({ delivery, onDevice = false }: { delivery: Delivery; onDevice?: boolean }) {
  const rung = onDevice ? 'device' : delivery
  const { icon: Icon, words } = rungs[rung]
  return (
    <span class="ladder" data-delivery={rung} role="img" aria-label={words} title={words}>
      <Icon />
    </span>
  )
}
