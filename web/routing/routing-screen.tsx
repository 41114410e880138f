import { may } from '../../shared/identity/may.ts'
import { inboxes, me } from '../app/live.ts'
import { NarrowChips } from '../app/shell/narrow-chips.tsx'
import { Empty } from '../ui/empty.tsx'
import { InboxRouting } from './inbox-routing.tsx'
import { People } from './people.tsx'
import { Teams } from './teams.tsx'

/** Who gets new conversations: each inbox's policy and hours, the teams, and how much everybody takes. */
export function RoutingScreen() {
  const role = me.value?.role ?? 'agent'
  void inboxes.revision.value
  const connected = [...inboxes.all.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  const maySet = may(role, 'inbox.set-routing')
  return (
    <div class="screen routing">
      <header class="head">
        <h1>Who gets new conversations</h1>
        <NarrowChips />
      </header>
      {!may(role, 'agent.set-limit') && <Empty title="Only an admin or a supervisor of this workspace can set this" />}
      {maySet && connected.map(({ inbox }) => <InboxRouting key={inbox} inbox={inbox} />)}
      {maySet && connected.length === 0 && <Empty title="No inbox is connected yet" />}
      {maySet && <Teams />}
      {may(role, 'agent.set-limit') && <People />}
    </div>
  )
}
