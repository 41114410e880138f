import { useEffect, useRef, useState } from 'preact/hooks'
import { summary } from '../../shared/conversations/content-words.ts'
import type { OpenConversation } from '../app/device.ts'

const kept = 5

/** For those who listen: only what the customer says from now on, once each. */
export function Heard({ customer, open }: { customer: string; open: OpenConversation }) {
  const items = open.items.value
  const known = useRef<ReadonlySet<string> | null>(null)
  const [heard, setHeard] = useState<readonly { id: string; text: string }[]>([])
  const newest = items.findLast(item => item.kind === 'received')
  const painted = open.painted.value

  useEffect(() => {
    if (!painted) return
    const before = known.current
    known.current = new Set(items.map(item => item.id))
    if (before && newest?.kind === 'received' && !before.has(newest.id)) {
      const { id, content } = newest
      setHeard(all => [...all, { id, text: `${customer}: ${summary(content)}` }].slice(-kept))
    }
  }, [painted, newest?.id])

  return (
    <div class="unseen" role="log" aria-label="New messages">
      {heard.map(one => (
        <p key={one.id} dir="auto">
          {one.text}
        </p>
      ))}
    </div>
  )
}
