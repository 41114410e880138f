import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { rankAt } from '../../shared/workflow/rank.ts'
import { act } from '../app/shell/act.ts'
import { FindPerson } from '../app/shell/find-person.tsx'
import { nameNow } from '../app/shell/name-now.ts'
import { useKey } from '../keyboard/keys.ts'
import type { BoardRow } from './boards.ts'
import { standOn } from './stand.ts'

/** A card for somebody who need not be writing: it stands alone, where new cards come in. */
/** `covered`: a conversation may lie over the board, which is then not spoken of. */
export function NewCard({ row, covered }: { row: BoardRow; covered: boolean }) {
  const [choosing, choose] = useState(false)
  const [title, setTitle] = useState('')
  const begin = () => {
    setTitle('')
    choose(true)
  }
  useKey('c', () => (covered ? false : begin()))
  const place = async (contact: string) => {
    const { workflow } = row
    const card = crypto.randomUUID()
    const of = { kind: 'contact', contact } as const
    const named = title.trim() || null
    const done = `${named ?? nameNow(contact)} is on ${row.now.plan.name}`
    const wish = {
      type: 'card.place',
      of,
      card,
      workflow,
      title: named,
      stage: null,
      rank: rankAt(Date.now())
    } as const
    if ((await act(wish, { done })).accepted) standOn(card)
  }
  return (
    <>
      <button
        type="button"
        class="button quiet icon"
        aria-label="New card"
        aria-keyshortcuts="C"
        title="New card (C)"
        onClick={begin}
      >
        <Plus class="small" />
      </button>
      {choosing && (
        <FindPerson title="Whom is the card about?" choose={who => void place(who)} close={() => choose(false)}>
          <label class="field">
            <span class="label">What it is about, if it has a name</span>
            <input
              class="input"
              maxLength={120}
              dir="auto"
              value={title}
              onInput={event => setTitle(event.currentTarget.value)}
            />
          </label>
        </FindPerson>
      )}
    </>
  )
}
