import { Hand, UserRound } from 'lucide-preact'
import { may } from '../../shared/identity/may.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import { agents, inboxes, me } from '../app/live.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { awayWords } from '../routing/content-words.ts'
import { useKey } from '../keyboard/keys.ts'
import { Avatar } from '../ui/avatar.tsx'
import { now } from '../ui/now.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { act } from '../app/shell/act.ts'
import { dealWith } from './cursor.ts'
import { words } from './words.ts'

/** Whose it is. Nobody's: one press claims it. */
export function AssignMenu({ row }: { row: Thread }) {
  const { conversation, assignee } = row
  const self = me.value?.agent ?? ''
  useKey('a', () => document.querySelector<HTMLElement>('[data-hook=assign]')?.click())
  if (assignee === null) {
    return (
      <span class="joined">
        <button type="button" class="button" data-hook="claim" onClick={() => claim(conversation)}>
          <Hand class="small" />
          {words.claim}
        </button>
        <Menu label={words.assign} shortcut="A" hook="assign" look="button icon" face={<UserRound class="small" />}>
          <People row={row} />
        </Menu>
      </span>
    )
  }
  const name = assignee === self ? words.you : agentName(assignee)
  return (
    <Menu
      label={`${words.assign}: ${name}`}
      shortcut="A"
      hook="assign"
      face={
        <>
          <Avatar little name={agentName(assignee)} of={assignee} />
          <span class="wide-words">{name}</span>
        </>
      }
    >
      <People row={row} />
    </Menu>
  )
}

/** Everybody it can be given to. */
export function People({ row }: { row: Thread }) {
  const { conversation, assignee } = row
  const self = me.value?.agent ?? ''
  void agents.revision.value
  const members = inboxes.get(row.inbox)?.members ?? []
  const others = [...agents.all.values()]
    .filter(
      one => one.status === 'active' && one.agent !== self && (one.role === 'admin' || members.includes(one.agent))
    )
    .sort((a, b) => a.name.localeCompare(b.name))
  const mayPass = assignee === null || assignee === self || may(me.value?.role ?? 'agent', 'conversation.reassign')
  const assign = (to: string) => {
    dealWith(conversation)
    void act({ type: 'conversation.assign', conversation, to })
  }
  const release = () => {
    dealWith(conversation)
    void act({ type: 'conversation.unassign', conversation })
  }
  return (
    <>
      {!mayPass && assignee !== null && (
        <p class="heading">{agentName(assignee)} has it. They or a supervisor can pass it on.</p>
      )}
      <MenuItem
        checked={assignee === self}
        disabled={!mayPass}
        icon={<Avatar little name={me.value?.name ?? ''} of={self} />}
        act={() => (assignee === null ? claim(conversation) : assign(self))}
      >
        {words.you}
      </MenuItem>
      {others.map(one => (
        <MenuItem
          key={one.agent}
          checked={assignee === one.agent}
          disabled={!mayPass}
          icon={<Avatar little name={one.name} of={one.agent} />}
          aside={awayWords(one, now.value)}
          act={() => assign(one.agent)}
        >
          <bdi>{one.name}</bdi>
        </MenuItem>
      ))}
      {assignee !== null && (
        <>
          <hr />
          <MenuItem disabled={!mayPass} act={release}>
            {words.nobody}
          </MenuItem>
        </>
      )}
    </>
  )
}

function claim(conversation: string): void {
  dealWith(conversation)
  void act({ type: 'conversation.claim', conversation })
}
