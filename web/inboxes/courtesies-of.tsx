import { courtesiesOf } from '../../shared/inboxes/content.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { InboxRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'

/** What customers are shown while nothing is said: an admin may switch it off, inbox by inbox. */
export function CourtesiesOf({ row, strategy }: { row: InboxRow; strategy: Strategy }) {
  const said = courtesiesOf(row)
  const set = (more: Partial<typeof said>) =>
    void act({ type: 'inbox.set-courtesies', inbox: row.inbox, courtesies: { ...said, ...more } })
  return (
    <fieldset class="team">
      <legend>What customers are shown</legend>
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
    </fieldset>
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
