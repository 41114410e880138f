import { nothing, templates } from '../../../shared/workflow/templates.ts'
import type { Plan } from '../../../shared/workflow/plan.ts'
import { cards, painted, workflows, type WorkflowRow } from '../../app/live.ts'
import { act } from '../../app/shell/act.ts'
import { agentName } from '../../app/shell/agent-name.ts'
import { go, pathOf } from '../../app/shell/route.ts'
import { NarrowChips } from '../../app/shell/narrow-chips.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { now } from '../../ui/now.ts'
import { fullWhen, shortWhen } from '../../ui/time-words.ts'
import { draftOf } from './draft.ts'
import { keepDraft, keptDraft, keptDrafts } from './kept.ts'
import { cardsWords, unnamed } from './words.ts'

/** Which workflows there are, and what to begin a new one with. */
export function WorkflowList() {
  void [cards.revision.value, workflows.revision.value]
  const all = [...workflows.all.values()]
    .filter(row => row.now !== null)
    .sort((a, b) => Number(a.archived) - Number(b.archived) || nameIn(a).localeCompare(nameIn(b)))
  return (
    <div class="screen workflows">
      <header class="head">
        <h1>Workflows</h1>
        <NarrowChips />
      </header>
      <Begun />
      {all.length > 0 && (
        <section aria-label="Yours">
          <h2>Yours</h2>
          <ul class="entries">
            {all.map(row => (
              <Entry key={row.workflow} row={row} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Begin another">
        <h2>Begin another</h2>
        <ul class="templates">
          {templates.map(({ id, about, plan }) => (
            <li key={id}>
              <button type="button" class="button" onClick={() => begin(plan)}>
                {plan.name}
              </button>
              <span>{about}</span>
            </li>
          ))}
          <li>
            <button type="button" class="button" onClick={() => begin(nothing)}>
              From nothing
            </button>
            <span>No stage yet: you lay out every one.</span>
          </li>
        </ul>
      </section>
    </div>
  )
}

/** What was never published is on no other device, so it is found here. */
function Begun() {
  const begun = keptDrafts().filter(({ workflow }) => !workflows.all.has(workflow))
  if (begun.length === 0 || !painted.value) return null
  return (
    <section aria-label="Not published yet">
      <h2>Not published yet, on this device</h2>
      <ul class="entries">
        {begun.map(({ workflow, plan: { name, stages } }) => (
          <li class="entry" key={workflow}>
            <p class="entry-head">
              <b dir="auto">{name || unnamed}</b>
              <a
                class="button"
                href={pathOf({ screen: 'workflows', workflow })}
                data-in-app
                aria-label={`Go on with ${name || unnamed}`}
              >
                Go on
              </a>
            </p>
            <p class="hint" dir="auto">
              {stages.map(stage => stage.name).join(', ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Entry({ row }: { row: WorkflowRow }) {
  const { workflow, now: inForce, archived } = row
  if (!inForce) return null
  const open = [...cards.all.values()].filter(card => card.workflow === workflow && card.status === 'open').length
  const { name, stages } = inForce.plan
  const who = inForce.by.kind === 'agent' ? ` by ${agentName(inForce.by.id)}` : ''
  return (
    <li class="entry" data-workflow={workflow}>
      <p class="entry-head">
        <b dir="auto">{name}</b>
        {archived && <span class="state">archived</span>}
        {keptDraft(workflow) && <span class="state">changes not published</span>}
        <time title={fullWhen(inForce.at)}>{shortWhen(inForce.at, now.value)}</time>
      </p>
      <p class="hint">
        {stages.length} stages, {cardsWords(open)}, version {inForce.version}
        {who}
      </p>
      <p class="acts">
        {archived ? (
          <button
            type="button"
            class="button"
            aria-label={`Bring ${name} back`}
            onClick={({ currentTarget }) =>
              void keepFocus(currentTarget, () =>
                act({ type: 'workflow.restore', workflow }, { done: `${name} is back` })
              )
            }
          >
            Bring back
          </button>
        ) : (
          <a class="button" href={pathOf({ screen: 'workflows', workflow })} data-in-app aria-label={`Edit ${name}`}>
            Edit
          </a>
        )}
      </p>
    </li>
  )
}

/** It is a draft until it is published. */
function begin(plan: Plan): void {
  const workflow = crypto.randomUUID()
  keepDraft(draftOf(workflow, plan))
  go({ screen: 'workflows', workflow })
}

function nameIn({ now: inForce }: WorkflowRow): string {
  return inForce?.plan.name ?? ''
}
