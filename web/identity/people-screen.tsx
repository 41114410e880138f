import { UserPlus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { agents, connection, me } from '../app/live.ts'
import { Empty } from '../ui/empty.tsx'
import { focusHere } from '../ui/focus-here.ts'
import { InviteForm } from './invite-form.tsx'
import { InvitedList } from './invited-list.tsx'
import { PersonEntry } from './person-entry.tsx'
import { useInvited } from './use-invited.ts'
import '../styles/inboxes.css'
import '../styles/workflows.css'

/** So many are found by looking. */
const fewEnough = 12

/** Who works here, who is about to come, and who has left. */
export function PeopleScreen() {
  const isAdmin = me.value?.role === 'admin'
  return (
    <div class="screen workflows inboxes">
      <header class="head">
        <h1>People</h1>
      </header>
      {isAdmin ? <Desk /> : <Empty title="Only an admin of this workspace can look after its people" />}
    </div>
  )
}

function Desk() {
  void agents.revision.value
  const [inviting, setInviting] = useState<boolean | null>(null)
  const [withdrawn, setWithdrawn] = useState<readonly string[]>([])
  const links = useInvited()
  const look = () => void links.look()
  const online = connection.value.state === 'up-to-date'
  const people = [...agents.all.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  const here = people.filter(one => one.status === 'active')
  const [query, setQuery] = useState('')
  const found = here.filter(one => `${one.name} ${one.email}`.toLowerCase().includes(query.trim().toLowerCase()))
  const left = people.filter(one => one.status === 'left')
  return (
    <>
      {inviting ? (
        <InviteForm made={look} leave={() => setInviting(false)} />
      ) : (
        <p class="acts">
          <button
            ref={inviting === false ? focusHere : null}
            type="button"
            class="button primary"
            disabled={!online}
            onClick={() => setInviting(true)}
          >
            <UserPlus class="small" />
            Invite somebody
          </button>
          {!online && <span class="hint">This needs the server: it comes back when you are online.</span>}
        </p>
      )}
      <InvitedList {...links} withdrawn={agent => setWithdrawn(before => [...before, agent])} />
      <section aria-label="Who works here">
        <h2>Who works here</h2>
        {here.length > fewEnough && (
          <input
            class="input"
            type="search"
            placeholder="Find somebody"
            aria-label="Find somebody"
            value={query}
            onInput={event => setQuery(event.currentTarget.value)}
          />
        )}
        {found.length === 0 && <p class="hint">Nobody here is called that.</p>}
        <ul class="entries">
          {found.map(row => (
            <PersonEntry
              // Begun anew where their link was withdrawn: it is not to be given to anybody.
              key={`${row.agent} ${withdrawn.filter(agent => agent === row.agent).length}`}
              row={row}
              online={online}
              made={look}
            />
          ))}
        </ul>
      </section>
      {left.length > 0 && (
        <section aria-label="Who has left">
          <h2>Who has left</h2>
          <p class="hint">What they wrote and did stays under their name.</p>
          <ul>
            {left.map(({ agent, name, email }) => (
              <li key={agent}>
                <bdi>{name}</bdi> <span class="hint">{email}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
