import { automations, cards } from '../../app/live.ts'
import { act } from '../../app/shell/act.ts'
import { nameOf } from '../../app/shell/agent-name.ts'
import { go } from '../../app/shell/route.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { inSentence } from '../../ui/time-words.ts'
import { now } from '../../ui/now.ts'
import { isChanged, publishOf } from './draft.ts'
import { effectsOf, type Effect } from './effects.ts'
import { faultsIn } from './faults.ts'
import { dropDraft } from './kept.ts'
import type { Editing } from './editing.ts'
import { effectWords } from './words.ts'

/** What publishing would do to the cards that are there, before anything is done. */
export function Publishing(editing: Editing) {
  void [automations.revision.value, cards.revision.value]
  const { draft, row } = editing
  const changed = isChanged(draft, row)
  const faults = faultsIn(draft, row)
  const effects = changed ? effectsOf(draft, row, cards.all.values(), automations.all.values()) : []
  const isStale = (row?.now?.version ?? 0) !== draft.onVersion
  const isFull = effects.some(one => one.effect === 'too-many' && one.hard)
  const publish = async () => {
    const answer = await act(publishOf(draft, row), { done: `${draft.plan.name} is published` })
    if (answer.accepted) dropDraft(draft.workflow)
  }
  return (
    <section aria-label="Publish">
      <h2>When you publish</h2>
      {isStale && <Stale {...editing} />}
      {!changed && <p>Nothing is changed.</p>}
      <div role="status">{changed && <Outlook draft={draft} row={row} faults={faults} effects={effects} />}</div>
      <p class="acts">
        <button
          type="button"
          class="button primary"
          disabled={!changed || faults.length > 0 || isStale || isFull}
          onClick={({ currentTarget }) => void keepFocus(currentTarget, publish)}
        >
          Publish version {(row?.now?.version ?? 0) + 1}
        </button>
        {changed && (
          <button
            type="button"
            class="button quiet"
            onClick={({ currentTarget }) => void keepFocus(currentTarget, () => discard(editing))}
          >
            Discard these changes
          </button>
        )}
      </p>
    </section>
  )
}

type OutlookProps = Pick<Editing, 'draft' | 'row'> & { faults: readonly string[]; effects: readonly Effect[] }

/** What has to be mended first, else what becomes of the cards. */
function Outlook({ draft, row, faults, effects }: OutlookProps) {
  const quiet = row?.now ? 'No card is moved by it.' : 'An empty board is there at once.'
  return (
    <ul class="outlook">
      {faults.map(fault => (
        <li key={fault} class="why red">
          {fault}
        </li>
      ))}
      {faults.length === 0 &&
        effects.map(effect => (
          <li key={effectWords(effect, draft.plan)} class={effect.effect === 'cards-go' ? '' : 'why amber'}>
            {effectWords(effect, draft.plan)}
          </li>
        ))}
      {faults.length + effects.length === 0 && <li>{quiet}</li>}
    </ul>
  )
}

/** Somebody published while this was edited. Neither is lost: it is for a person to say which goes on. */
function Stale({ draft, row, edit }: Editing) {
  if (!row?.now) return null
  const { version, by, at } = row.now
  const who = by.kind === 'agent' ? nameOf(by.id) : 'Somebody'
  return (
    <div class="entry" role="alert">
      <p class="why amber">
        {who} published version {version} {inSentence(at, now.value)}, after you began. Your changes are kept here.
      </p>
      <p class="acts">
        <button
          type="button"
          class="button"
          onClick={({ currentTarget }) => void keepFocus(currentTarget, () => edit({ ...draft, onVersion: version }))}
        >
          Go on with mine, in its place
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={({ currentTarget }) => void keepFocus(currentTarget, () => dropDraft(draft.workflow))}
        >
          Take theirs
        </button>
      </p>
    </div>
  )
}

function discard({ draft, row }: Editing): void {
  dropDraft(draft.workflow)
  if (!row) go({ screen: 'workflows', workflow: null }, { replace: true })
}
