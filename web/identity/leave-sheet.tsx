import { isConnected } from '../app/is-connected.ts'
import { connection, threads, type AgentRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Dialog } from '../ui/dialog.tsx'

/** What becomes of their work, before anything is done. */
export function LeaveSheet({ row: { agent, name }, close }: { row: AgentRow; close(): void }) {
  const theirs = [...threads.all.values()].filter(one => one.assignee === agent && one.status !== 'resolved')
  const online = isConnected(connection.value.state)
  const remove = async () => {
    close()
    const done = online ? `${name} is removed` : `${name} is removed as soon as the server hears of it`
    await act({ type: 'agent.leave', agent }, { done })
    // The button that opened this is gone with them.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('#main')?.focus())
  }
  return (
    <Dialog title={`Remove ${name} from the workspace?`} close={close}>
      <div class="body">
        <p>
          They are signed out everywhere at once and cannot come in any more
          {online ? '.' : ', but not before you are online: until then they can go on.'}
        </p>
        <p>
          {theirs.length === 0
            ? 'No open conversation is theirs.'
            : `${theirs.length === 1 ? 'One conversation that is theirs goes' : `${theirs.length} conversations that are theirs go`} to those who are there.`}{' '}
          What they wrote and did stays under their name.
        </p>
        <div class="acts">
          <button type="button" class="button primary" onClick={close}>
            Keep them
          </button>
          <button type="button" class="button quiet danger" onClick={() => void remove()}>
            Remove
          </button>
        </div>
      </div>
    </Dialog>
  )
}
