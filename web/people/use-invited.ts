import { useEffect, useState } from 'preact/hooks'
import type { Invited } from '../../shared/protocol/people.ts'
import { agents, connection } from '../app/live.ts'
import { askInvited } from './ask-people.ts'

/** Who has a link and has not come. Only the server knows; whoever joins is not among them any more. */
export function useInvited(): { invited: readonly Invited[]; look(): Promise<void> } {
  const [invited, setInvited] = useState<readonly Invited[]>([])
  const online = connection.value.state === 'up-to-date'
  const revision = agents.revision.value
  const look = async () => {
    const now = await askInvited()
    if (now !== null) setInvited(now)
  }
  useEffect(() => {
    if (online) void look()
  }, [online, revision])
  return { invited, look }
}
