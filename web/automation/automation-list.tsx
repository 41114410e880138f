import { automations, painted, phrases, type AutomationRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { NarrowChips } from '../app/shell/narrow-chips.tsx'
import { go, pathOf } from '../app/shell/route.ts'
import { draftFrom } from './draft.ts'
import { faultsOf } from './faults.ts'
import { hasDraft, keepDraft, keptDrafts } from './kept.ts'
import { macros } from './macros.ts'
import { ruleSentence } from './sentences.ts'

/** All of them in the order in which they go, each in a sentence, to turn on and off. */
export function AutomationList() {
  void [automations.revision.value, phrases.revision.value]
  const all = [...automations.all.values()].sort(
    (a, b) => (a.now?.rule.order ?? 0) - (b.now?.rule.order ?? 0) || (a.automation < b.automation ? -1 : 1)
  )
  const macros = all.filter(row => row.now?.rule.when.on === 'by-hand')
  const others = all.filter(row => row.now?.rule.when.on !== 'by-hand')
  return (
    <div class="screen workflows automations">
      <header class="head">
        <h1>Automations and macros</h1>
        <NarrowChips />
      </header>
      <Begun />
      <section aria-label="Automations">
        <h2>By itself</h2>
        {others.length === 0 && <p class="hint">Nothing happens by itself yet.</p>}
        <Entries rows={others} />
        <p class="acts">
          <button type="button" class="button primary" onClick={() => begin('message-received')}>
            New automation
          </button>
        </p>
      </section>
      <section aria-label="Macros">
        <h2>With one key</h2>
        <p class="hint">
          In an open conversation agents press its digit, or find it in the menu More and with Ctrl-K. They work offline
          too.
        </p>
        <Entries rows={macros} />
        <p class="acts">
          <button type="button" class="button" onClick={() => begin('by-hand')}>
            New macro
          </button>
        </p>
      </section>
    </div>
  )
}

/** What was never published is on no other device, so it is found here. */
function Begun() {
  const begun = [...keptDrafts()].filter(([automation]) => !automations.all.has(automation))
  if (begun.length === 0 || !painted.value) return null
  return (
    <section aria-label="Not published yet">
      <h2>Not published yet, on this device</h2>
      <ul class="entries">
        {begun.map(([automation, { rule }]) => (
          <li class="entry" key={automation}>
            <p class="entry-head">
              <b dir="auto">{rule.name || (rule.when.on === 'by-hand' ? 'New macro' : 'New automation')}</b>
              <a class="button" href={pathOf({ screen: 'automations', automation })} data-in-app>
                Go on
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Entries({ rows }: { rows: readonly AutomationRow[] }) {
  return (
    <ul class="entries">
      {rows.map(row => (
        <Entry key={row.automation} row={row} />
      ))}
    </ul>
  )
}

function Entry({ row: { automation, status, now } }: { row: AutomationRow }) {
  if (!now) return null
  const { name } = now.rule
  const edit = now.rule.when.on === 'by-hand' ? 'Edit' : 'Edit, try, and see what it did'
  const key = macros().find(one => one.automation === automation)?.key
  const turn = (on: boolean) => void act({ type: on ? 'automation.turn-on' : 'automation.turn-off', automation })
  return (
    <li class="entry" data-automation={automation}>
      <p class="entry-head">
        <b dir="auto">{name}</b>
        {key && (
          <kbd class="kbd" title="In an open conversation">
            {key}
          </kbd>
        )}
        {hasDraft(automation) && <span class="state">changes not published</span>}
        <label class="switch">
          <input
            type="checkbox"
            aria-label={`${name} is on`}
            checked={status === 'on'}
            onChange={event => turn(event.currentTarget.checked)}
          />
          {status === 'on' ? 'On' : 'Off'}
        </label>
      </p>
      <p class="hint" dir="auto">
        {ruleSentence(now.rule)}
      </p>
      {faultsOf(now.rule).map(fault => (
        <p class="wrong" key={fault}>
          {fault}
        </p>
      ))}
      <p class="acts">
        <a
          class="button"
          href={pathOf({ screen: 'automations', automation })}
          data-in-app
          aria-label={`${edit}: ${name}`}
        >
          {edit}
        </a>
      </p>
    </li>
  )
}

/** It is a draft until it is published. */
function begin(on: 'message-received' | 'by-hand'): void {
  const automation = crypto.randomUUID()
  const draft = draftFrom(undefined)
  const rule = on === 'by-hand' ? { ...draft.rule, when: { on }, if: [] } : draft.rule
  keepDraft(automation, { ...draft, rule })
  go({ screen: 'automations', automation })
}
