import type { Plan } from '../../../shared/workflow/plan.ts'
import { inboxes } from '../../app/live.ts'
import { Segments } from '../../ui/segments.tsx'
import { Check } from './inputs.tsx'
import { withPlan } from './draft.ts'
import type { Editing } from './editing.ts'

/** How cards come into being by themselves, and what happens when a customer writes after the end. */
export function Ends({ draft, edit }: Editing) {
  const { takes, reopening } = draft.plan
  return (
    <section aria-label="Beginning and end">
      <h2>Beginning and end</h2>
      <Segments
        label="New conversations get a card"
        choices={[
          ['nobody', 'By hand only'],
          ['every-inbox', 'From every inbox'],
          ['inboxes', 'From some inboxes']
        ]}
        chosen={takes.from}
        choose={from => edit(withPlan(draft, { takes: from === 'inboxes' ? { from, inboxes: [] } : { from } }))}
      />
      {takes.from === 'inboxes' && (
        <Inboxes chosen={takes.inboxes} choose={next => edit(withPlan(draft, { takes: next }))} />
      )}
      <Segments
        label="A customer who writes after the end"
        choices={[
          ['stays', 'Leaves the card closed'],
          ['comes-back', 'Brings it back']
        ]}
        chosen={reopening ? 'comes-back' : 'stays'}
        choose={way => edit(withPlan(draft, { reopening: way === 'stays' ? null : { sameCycleDays: 7 } }))}
      />
      {reopening && (
        <label class="field">
          <span class="label">Within so many days it is the same cycle, later a new one</span>
          <input
            class="input"
            type="number"
            min={0}
            max={3650}
            step={1}
            value={reopening.sameCycleDays}
            onInput={({ currentTarget: { validity, value, valueAsNumber } }) => {
              if (value !== '' && validity.valid) edit(withPlan(draft, { reopening: { sameCycleDays: valueAsNumber } }))
            }}
          />
        </label>
      )}
    </section>
  )
}

type InboxesProps = { chosen: readonly string[]; choose(takes: Plan['takes']): void }

function Inboxes({ chosen, choose }: InboxesProps) {
  void inboxes.revision.value
  const turn = (inbox: string, on: boolean) =>
    choose({ from: 'inboxes', inboxes: on ? [...chosen, inbox] : chosen.filter(one => one !== inbox) })
  return (
    <fieldset class="rules">
      <legend>Which inboxes</legend>
      {[...inboxes.all.values()].map(({ inbox, name }) => (
        <Check key={inbox} name={name} on={chosen.includes(inbox)} turn={on => turn(inbox, on)} />
      ))}
    </fieldset>
  )
}
