import { ChevronLeft } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { Rule } from '../../shared/automation/content.ts'
import { agents, inboxes, phrases, workflows, type AutomationRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { NarrowChips } from '../app/shell/narrow-chips.tsx'
import { go, pathOf } from '../app/shell/route.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { SaidTwice } from '../ui/said-twice.tsx'
import { CallKey } from './call-key.tsx'
import { draftFrom } from './draft.ts'
import { faultsOf } from './faults.ts'
import { wholeIn } from './inputs.tsx'
import { dropDraft, hasDraft, keepDraft, keptDrafts } from './kept.ts'
import { RuleParts } from './rule-parts.tsx'
import { ruleSentence } from './sentences.ts'
import { TryIt, WhatItDid } from './what-it-did.tsx'

type Props = { automation: string; row: AutomationRow | undefined }

/** One automation: what it is called, when, if and then; tried on the past week; and what it did. */
export function AutomationEditor({ automation, row }: Props) {
  // What the rule names may go while it is looked at.
  void [agents.revision.value, inboxes.revision.value, phrases.revision.value, workflows.revision.value]
  const [draft, setDraft] = useState(() => keptDrafts().get(automation) ?? draftFrom(row))
  const { rule } = draft
  const faults = faultsOf(rule)
  const isMacro = rule.when.on === 'by-hand'
  const edit = (more: Partial<Rule>) => {
    const next = { ...draft, rule: { ...rule, ...more } }
    keepDraft(automation, next)
    setDraft(next)
  }
  const show = (shown: Rule | undefined) => {
    if (!shown || !row?.now) return
    dropDraft(automation)
    setDraft({ onVersion: row.now.version, rule: shown })
  }
  const publish = async () => {
    const whole = isMacro ? { ...rule, if: [] } : rule
    const { accepted } = await act(
      { type: 'automation.publish', automation, onVersion: draft.onVersion, rule: whole },
      { done: `“${rule.name}” is published` }
    )
    if (!accepted) return
    dropDraft(automation)
    setDraft({ onVersion: draft.onVersion + 1, rule: whole })
  }
  const throwAway = () => {
    dropDraft(automation)
    if (row) setDraft(draftFrom(row))
    else go({ screen: 'automations', automation: null })
  }
  const isBehind = row?.now && row.now.version > draft.onVersion
  return (
    <div class="screen workflows automations">
      <Head name={rule.name || (isMacro ? 'New macro' : 'New automation')} version={row?.now?.version} />
      <section aria-label="What it does">
        <Called rule={rule} edit={edit} />
        <RuleParts rule={rule} edit={edit} />
        {faults.length === 0 ? <p dir="auto">{ruleSentence(rule)}.</p> : <Faults faults={faults} />}
        {row?.status === 'off' && (
          <p class="why amber">
            It is turned off, and {isMacro ? 'nobody finds it' : 'does nothing'}.{' '}
            <button
              type="button"
              class="link"
              onClick={({ currentTarget }) => void keepFocus(currentTarget, () => turnOn(automation))}
            >
              Turn it on
            </button>
          </p>
        )}
        {isBehind && <Behind look={() => show(row.now?.rule)} />}
        <div class="acts">
          <button
            type="button"
            class="button primary"
            disabled={faults.length > 0 || !hasDraft(automation)}
            onClick={({ currentTarget }) => void keepFocus(currentTarget, publish)}
          >
            Publish
          </button>
          <Others automation={automation} row={row} edit={edit} throwAway={throwAway} />
        </div>
      </section>
      {rule.then.some(step => step.do === 'call') && <CallKey />}
      {!isMacro && <TryIt rule={rule} isWhole={faults.length === 0} />}
      {!isMacro && row && <WhatItDid automation={automation} />}
    </div>
  )
}

function Behind({ look }: { look(): void }) {
  return (
    <p class="wrong" role="alert">
      It was changed meanwhile.{' '}
      <button type="button" class="link" onClick={({ currentTarget }) => void keepFocus(currentTarget, look)}>
        Look at it as it is now
      </button>
    </p>
  )
}

function Called({ rule, edit }: { rule: Rule; edit(more: Partial<Rule>): void }) {
  return (
    <div class="called">
      <label class="field">
        <span class="label">Name</span>
        <input
          class="input"
          dir="auto"
          maxLength={80}
          value={rule.name}
          onInput={event => edit({ name: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span class="label">Order</span>
        <input
          class="input"
          inputMode="numeric"
          maxLength={6}
          value={rule.order === 0 ? '' : rule.order}
          onInput={event => edit({ order: wholeIn(event.currentTarget.value) })}
        />
        <span class="hint">The lower goes first.</span>
      </label>
    </div>
  )
}

type OthersProps = Props & { edit(rule: Rule): void; throwAway(): void }

/** What else can become of it. */
function Others({ automation, row, edit, throwAway }: OthersProps) {
  const [before] = row?.earlier ?? []
  return (
    <>
      {before && (
        <button type="button" class="button quiet" onClick={() => edit(before.rule)}>
          Take up version {before.version} again
        </button>
      )}
      {hasDraft(automation) && (
        <button
          type="button"
          class="button quiet"
          onClick={({ currentTarget }) => void keepFocus(currentTarget, throwAway)}
        >
          Throw the changes away
        </button>
      )}
      {row && (
        <SaidTwice
          words="Remove it"
          outcome="It is gone for everybody, with all its versions. To stop it for a while, turn it off in the list."
          again="Remove it for everybody"
          keep="Keep it"
          act={() => remove(automation)}
        />
      )}
    </>
  )
}

function Head({ name, version }: { name: string; version: number | undefined }) {
  return (
    <header class="head">
      <a
        class="button quiet icon"
        href={pathOf({ screen: 'automations', automation: null })}
        data-in-app
        aria-label="All automations"
        title="All automations"
      >
        <ChevronLeft class="turns" />
      </a>
      <h1 dir="auto">{name}</h1>
      <span class="total">{version === undefined ? 'not published yet' : `version ${version}`}</span>
      <NarrowChips />
    </header>
  )
}

function Faults({ faults }: { faults: readonly string[] }) {
  return (
    <ul class="wrong" aria-label="What is missing">
      {faults.map(fault => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
  )
}

async function turnOn(automation: string): Promise<void> {
  await act({ type: 'automation.turn-on', automation })
}

async function remove(automation: string): Promise<void> {
  const { accepted } = await act({ type: 'automation.remove', automation }, { done: 'The automation is removed' })
  if (!accepted) return
  dropDraft(automation)
  go({ screen: 'automations', automation: null })
}
