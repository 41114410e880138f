import { Ellipsis } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { priority } from '../../shared/conversations/events.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import { threads } from '../app/live.ts'
import { hueOf } from '../ui/hue.ts'
import { narrow } from '../ui/media.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { toast } from '../ui/toast.ts'
import { act } from '../app/shell/act.ts'
import { People } from './assign-menu.tsx'
import { foldPanel } from './panel-fold.ts'
import { words } from './words.ts'

/** What is done rarely has a word, not only an icon. */
export function MoreMenu({ row, children }: { row: Thread; children?: ComponentChildren }) {
  const { conversation } = row
  return (
    <Menu
      label={words.more}
      look="button quiet icon"
      face={<Ellipsis />}
      renderFoot={close => <NewLabel conversation={conversation} close={close} />}
    >
      <MenuItem act={() => foldPanel(true)}>{words.details}</MenuItem>
      <MenuItem act={() => void copyLink(conversation)}>Copy the link</MenuItem>
      {children}
      {narrow.value && row.assignee === null && (
        <>
          <hr />
          <p class="heading">{words.assign}</p>
          <People row={row} />
        </>
      )}
      <hr />
      <p class="heading">Priority</p>
      {priority.options.map(one => (
        <MenuItem
          key={one}
          checked={row.priority === one}
          act={() => void act({ type: 'conversation.prioritise', conversation, priority: one })}
        >
          {one === 'none' ? 'None' : one.charAt(0).toUpperCase() + one.slice(1)}
        </MenuItem>
      ))}
      <hr />
      <p class="heading">Labels</p>
      <Labels row={row} />
    </Menu>
  )
}

function Labels({ row: { conversation, labels } }: { row: Thread }) {
  const [known] = useState(knownLabels)
  const all = [...new Set([...labels, ...known])].sort((a, b) => a.localeCompare(b))
  return all.map(label => {
    const on = labels.includes(label)
    return (
      <MenuItem
        key={label}
        checked={on}
        many
        icon={<i class="dot" style={{ '--hue': hueOf(label) }} />}
        act={() => void act({ type: on ? 'conversation.unlabel' : 'conversation.label', conversation, label })}
      >
        <bdi>{label}</bdi>
      </MenuItem>
    )
  })
}

function NewLabel({ conversation, close }: { conversation: string; close(): void }) {
  const field = useRef<HTMLInputElement>(null)
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const label = field.current?.value.trim()
    if (!label) return
    close()
    void act({ type: 'conversation.label', conversation, label })
  }
  return (
    <form class="own-time" onSubmit={add}>
      <input ref={field} class="input" maxLength={40} placeholder="New label" aria-label="New label" />
      <button type="submit" class="button">
        Add
      </button>
    </form>
  )
}

function knownLabels(): readonly string[] {
  return [...new Set([...threads.all.values()].flatMap(thread => thread.labels))]
}

async function copyLink(conversation: string): Promise<void> {
  const address = `${location.origin}/inbox/all/${encodeURIComponent(conversation)}`
  await navigator.clipboard.writeText(address).then(
    () => toast('Link copied'),
    () => toast(address)
  )
}
