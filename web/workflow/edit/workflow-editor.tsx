import { ChevronLeft } from 'lucide-preact'
import { pathOf } from '../../app/shell/route.ts'
import { NarrowChips } from '../../app/shell/narrow-chips.tsx'
import { Aims } from './aims.tsx'
import { Ends } from './ends.tsx'
import { isChanged, withPlan, type WorkflowDraft } from './draft.ts'
import type { Editing } from './editing.ts'
import { dropDraft, keepDraft } from './kept.ts'
import { OwnFields } from './own-fields.tsx'
import { Publishing } from './publishing.tsx'
import { Removed } from './removed.tsx'
import { Stages } from './stages.tsx'
import { TryVersion } from './try-version.tsx'
import { unnamed } from './words.ts'
import { Versions } from './versions.tsx'

export function WorkflowEditor({ draft, row }: Omit<Editing, 'edit'>) {
  // What is again as it was needs no draft.
  const edit = (next: WorkflowDraft) =>
    isChanged(next, row) || Object.keys(next.heirs).length > 0 ? keepDraft(next) : dropDraft(next.workflow)
  const editing: Editing = { draft, row, edit }
  return (
    <div class="screen workflows">
      <header class="head">
        <a
          class="button quiet icon"
          href={pathOf({ screen: 'workflows', workflow: null })}
          data-in-app
          aria-label="All workflows"
          title="All workflows"
        >
          <ChevronLeft class="turns" />
        </a>
        <h1 dir="auto">{draft.plan.name || unnamed}</h1>
        <span class="total">{row?.now ? `version ${row.now.version}` : 'not published yet'}</span>
        <NarrowChips />
      </header>
      <section aria-label="The workflow">
        <div class="pair">
          <label class="field">
            <span class="label">Name</span>
            <input
              class="input"
              value={draft.plan.name}
              maxLength={60}
              dir="auto"
              onInput={event => edit(withPlan(draft, { name: event.currentTarget.value }))}
            />
          </label>
          <label class="field">
            <span class="label">Currency of values</span>
            <input
              class="input"
              value={draft.plan.currency}
              maxLength={3}
              autocapitalize="characters"
              spellcheck={false}
              onInput={event => edit(withPlan(draft, { currency: event.currentTarget.value.toUpperCase() }))}
            />
          </label>
        </div>
      </section>
      <Stages {...editing} />
      <Removed {...editing} />
      <OwnFields {...editing} />
      <Ends {...editing} />
      <Aims {...editing} />
      <TryVersion key={row?.now?.version} draft={draft} row={row} />
      <Publishing {...editing} />
      <Versions {...editing} />
    </div>
  )
}
