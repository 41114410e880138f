import { useState } from 'preact/hooks'
import type { Link } from '../../shared/protocol/people.ts'
import { inboxes, me, type AgentRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Segments } from '../ui/segments.tsx'
import { askToRenew } from './ask-people.ts'
import { LeaveSheet } from './leave-sheet.tsx'
import { NewLink } from './new-link.tsx'
import { roles } from './words.ts'

type Props = { readonly row: AgentRow; readonly online: boolean; made(): void }

/** A colleague: as what, where, and the ways to a new password and out. */
export function PersonEntry({ row, online, made }: Props) {
  const { agent, name, email, role } = row
  const [link, setLink] = useState<Link | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const isMe = me.value?.agent === agent
  const renew = async () => {
    // Of two links only one works.
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
      {!isMe && (
        <Segments
          label="Role"
          choices={roles}
          chosen={role}
          choose={chosen => void act({ type: 'agent.change-role', agent, role: chosen })}
        />
      )}
      {!isMe && (
        <p class="acts">
          <button
            type="button"
            class="button"
            disabled={!online || asking}
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

function placesOf({ agent, role }: AgentRow): string {
  void inboxes.revision.value
  if (role === 'admin') return 'Works in every inbox.'
  const names = [...inboxes.all.values()].filter(one => one.members.includes(agent)).map(one => one.name)
  return names.length === 0 ? 'Works in no inbox yet: see Inboxes.' : `Works in ${names.toSorted().join(', ')}.`
}
