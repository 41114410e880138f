import { useEffect, useState } from 'preact/hooks'
import type * as v from 'valibot'
import type { inboxList } from '../../shared/protocol/inboxes.ts'
import { connection } from '../app/live.ts'
import { askInboxes } from './ask-inboxes.ts'

export type Wires = v.InferOutput<typeof inboxList>

/** While somebody waits for a platform to call. Milliseconds. */
const waitingEveryMs = 2000
const usuallyEveryMs = 30_000

/** How the wires are, again and again while the screen is open. `null`: nobody has said so yet. */
export function useWires(isWaiting: boolean): { wires: Wires | null; look(): Promise<void> } {
  const [wires, setWires] = useState<Wires | null>(null)
  const online = connection.value.state === 'up-to-date'
  const look = async () => {
    const now = await askInboxes().catch(() => null)
    if (now !== null) setWires(now)
  }
  useEffect(() => {
    if (!online) return undefined
    void look()
    const timer = setInterval(() => void look(), isWaiting ? waitingEveryMs : usuallyEveryMs)
    return () => clearInterval(timer)
  }, [online, isWaiting])
  return { wires, look }
}
