import { inboxes, me } from '../app/live.ts'
import { act } from '../app/shell/act.ts'

/** Over the list, for everybody who works in them: which inboxes send nothing, why, and that their replies wait. */
export function StoppedInboxes() {
  void inboxes.revision.value
  const { agent = '', role } = me.value ?? {}
  const isAdmin = role === 'admin'
  const stopped = [...inboxes.all.values()].flatMap(({ inbox, name, members, stopped: how }) =>
    how && (isAdmin || members.includes(agent)) ? [{ inbox, name, reason: how.failure.reason }] : []
  )
  return (
    <div role="alert">
      {stopped.map(({ inbox, name, reason }) => (
        <div class="stopped-inbox" key={inbox}>
          <p>
            <b dir="auto">{name}</b> sends nothing. {reason} Replies wait, and go when it does again.
          </p>
          {isAdmin && (
            <button type="button" class="button" onClick={() => void act({ type: 'inbox.resume-sending', inbox })}>
              Try again
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
