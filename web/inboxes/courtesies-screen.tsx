import { courtesiesOf } from '../../shared/inboxes/content.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { inboxes, me, type InboxRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Empty } from '../ui/empty.tsx'

/** What customers are shown while nothing is said: an admin may switch it off, inbox by inbox. */
export function CourtesiesScreen() {
  void inboxes.revision.value
  const connected = [...inboxes.all.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  const isAdmin = me.value?.role === 'admin'
  return (
    <div class="screen routing">
      <header class="head">
        <h1>What customers see</h1>
      </header>
      {!isAdmin && <Empty title="Only an admin of this workspace can set this" />}
      {isAdmin && connected.length === 0 && <Empty title="No inbox is connected yet" />}
      {isAdmin && connected.map(row => <Shown key={row.inbox} row={row} />)}
    </div>
  )
}

function Shown({ row }: { row: InboxRow }) {
  const strategy = strategyOf(row.platform ?? '')
  const said = courtesiesOf(row)
  const set = (more: Partial<typeof said>) =>
    void act({ type: 'inbox.set-courtesies', inbox: row.inbox, courtesies: { ...said, ...more } })
  return (
    <section aria-label={row.name} data-inbox={row.inbox}>
      <h2 dir="auto">{row.name}</h2>
      {strategy.reads && (
        <label class="switch">
          <input type="checkbox" checked={said.read} onChange={event => set({ read: event.currentTarget.checked })} />
          That we have read what they wrote
        </label>
      )}
      {strategy.typing && (
        <label class="switch">
          <input
            type="checkbox"
            checked={said.typing}
            onChange={event => set({ typing: event.currentTarget.checked })}
          />
          That somebody is writing to them
        </label>
      )}
      <Hint strategy={strategy} isWithoutRead={!said.read} />
    </section>
  )
}

function Hint({ strategy: { name, reads, typing }, isWithoutRead }: { strategy: Strategy; isWithoutRead: boolean }) {
  if (!reads && !typing) return <p class="hint">{name} shows neither.</p>
  if (!reads) return <p class="hint">{name} shows nobody what was read.</p>
  // By the same sign they would see that it was read.
  if (typing?.withRead && isWithoutRead) {
    return <p class="hint">{name} shows that somebody is writing only together with what was read: it shows neither.</p>
  }
  return null
}
