import { useEffect, useRef, useState } from 'preact/hooks'
import type { Invited } from '../../shared/protocol/people.ts'
import { agents, connection } from '../app/live.ts'
import { askInvited } from './ask-people.ts'

/** Who has a link and has not come. Only the server knows; whoever joins is not among them any more. */
export function useInvited(): { invited: readonly Invited[]; look(): Promise<void> } {
  const [invited, setInvited] = useState<readonly Invited[]>([])
  const online = connection.value.state === 'up-to-date'
  const revision = agents.revision.value
  const asked = useRef(0)
  const look = async () => {
    const mine = ++asked.current
    const now = await askInvited()
    // Of two who ask, the later one knows better, whoever is answered first.
    if (now !== null && mine === asked.current) setInvited(now)
  }
  useEffect(() => {
    if (online) void look()
  }, [online, revision])
  return { invited, look }
}
