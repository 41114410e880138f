import { useState } from 'preact/hooks'
import type { Role } from '../../shared/identity/events.ts'
import type { Link } from '../../shared/protocol/people.ts'
import { inboxes, me, type AgentRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Segments } from '../ui/segments.tsx'
import { askToRenew } from './ask-people.ts'
import { LeaveSheet } from './leave-sheet.tsx'
import { NewLink } from './new-link.tsx'
import { mayWords, roles } from './role-words.ts'

type Props = { readonly row: AgentRow; readonly online: boolean; made(): void }

/** A colleague: as what, where, and the ways to a new password and out. */
export function PersonEntry({ row, online, made }: Props) {
  const { agent, name, email } = row
  const [link, setLink] = useState<Link | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const isMe = me.value?.agent === agent
  const renew = async () => {
    // Of two links only one works.
    if (asking) return
    setAsking(true)
    const answer = await askToRenew(agent)
    setAsking(false)
    setWrong('sentence' in answer ? answer.sentence : null)
    if ('sentence' in answer) return
    setLink(answer)
    made()
  }
  return (
    <li class="entry" data-agent={agent}>
      <p class="entry-head">
        <Avatar little name={name} of={agent} />
        <b dir="auto">{name}</b>
        {isMe && <span class="hint">You</span>}
        <span class="hint">{email}</span>
      </p>
      <p class="hint">
        {isMe && 'Admin. '}
        {placesOf(row)}
      </p>
      {!isMe && <AsWhat row={row} />}
      {!isMe && (
        <p class="acts">
          <button
            type="button"
            class="button"
            disabled={!online}
            aria-disabled={asking}
            aria-label={`New password for ${name}`}
            onClick={() => void renew()}
          >
            New password
          </button>
          <button
            type="button"
            class="button quiet danger"
            aria-label={`Remove ${name}`}
            onClick={() => setLeaving(true)}
          >
            Remove
          </button>
        </p>
      )}
      {isMe && <p class="hint">Another admin can change your role. Your password you change under Me.</p>}
      {wrong !== null && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      {link && <NewLink link={link} label={`Link to a new password for ${name}`} />}
      {leaving && <LeaveSheet row={row} close={() => setLeaving(false)} />}
    </li>
  )
}

/** Arrow keys go from one to the next, and what lies between must not be theirs for a moment: it is said twice. */
function AsWhat({ row: { agent, name, role } }: { row: AgentRow }) {
  const [wanted, setWanted] = useState<Role | null>(null)
  const chosen = wanted ?? role
  const change = () => {
    void act({ type: 'agent.change-role', agent, role: chosen })
    setWanted(null)
  }
  return (
    <>
      <Segments label="Role" choices={roles} chosen={chosen} choose={next => setWanted(next)} />
      {chosen !== role && (
        <p class="acts" role="group" aria-label={`Another role for ${name}`}>
          <span class="hint">{mayWords[chosen]}</span>
          <button type="button" class="button primary" onClick={change}>
            Change the role
          </button>
          <button type="button" class="button quiet" onClick={() => setWanted(null)}>
            Leave it
          </button>
        </p>
      )}
    </>
  )
}

function placesOf({ agent, role }: AgentRow): string {
  void inboxes.revision.value
  if (role === 'admin') return 'Works in every inbox.'
  const names = [...inboxes.all.values()].filter(one => one.members.includes(agent)).map(one => one.name)
  return names.length === 0 ? 'Works in no inbox yet: see Inboxes.' : `Works in ${names.toSorted().join(', ')}.`
}
