import { useEffect, useRef, useState } from 'preact/hooks'
import type { Invited } from '../../shared/protocol/people.ts'
import { agents, connection } from '../app/live.ts'
import { askInvited } from './ask-people.ts'

export type WhoIsInvited = {
  readonly invited: readonly Invited[]
  /** The server has not said it, or not since something changed: none is not the same as nobody knows. */
  readonly isUnsure: boolean
  look(): Promise<void>
}

/** Who has a link and has not come. Only the server knows; whoever joins is not among them any more. */
export function useInvited(): WhoIsInvited {
  const [invited, setInvited] = useState<readonly Invited[] | null>(null)
  const [failed, setFailed] = useState(false)
  const { state } = connection.value
  const online = state === 'up-to-date'
  const revision = agents.revision.value
  const asked = useRef(0)
  const look = async () => {
    const mine = ++asked.current
    const now = await askInvited()
    // Of two who ask, the later one knows better, whoever is answered first.
    if (mine !== asked.current) return
    setFailed(now === null)
    if (now !== null) setInvited(now)
  }
  useEffect(() => {
    if (online) void look()
  }, [online, revision])
  return { invited: invited ?? [], isUnsure: failed || (invited === null && state === 'offline'), look }
}
