import type { ComponentChildren } from 'preact'
import { ownFields } from '../../shared/workflow/plan-rules.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import { agents, type CardRow } from '../app/live.ts'
import type { CardForm } from './card-form.ts'

type Props = {
  card: CardRow
  plan: Plan
  form: CardForm
  /** What the stage asks for before the card goes on. */
  asked: readonly string[]
  set(form: CardForm): void
}

/** What every card has, and what this workflow has beside. */
export function CardFields({ card, plan, form, asked, set }: Props) {
  // Whoever was sent here to fill something in writes at once.
  const first = [...ownFields, ...plan.fields.map(({ key }) => key)].find(key => asked.includes(key))
  const typed = (
    key: 'title' | 'value' | 'due',
    more: { type?: string; inputMode?: 'decimal'; maxLength?: number }
  ) => (
    <input
      class="input"
      {...more}
      value={form[key]}
      autofocus={key === first}
      required={asked.includes(key)}
      onInput={event => set({ ...form, [key]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <Field label="Title">{typed('title', { maxLength: 120 })}</Field>
      <div class="pair">
        <Field label={`Value in ${form.currency}`} asked={asked.includes('value')}>
          {typed('value', { inputMode: 'decimal' })}
        </Field>
        <Field label="Due" asked={asked.includes('due')}>
          {typed('due', { type: 'date' })}
        </Field>
      </div>
      <Field label="Owner" asked={asked.includes('owner')}>
        <Owner
          card={card}
          form={form}
          first={first === 'owner'}
          asked={asked.includes('owner')}
          choose={owner => set({ ...form, owner })}
        />
      </Field>
      {plan.fields.map(({ key, name }) => (
        <Field key={key} label={name} asked={asked.includes(key)}>
          <input
            class="input"
            maxLength={500}
            value={form.fields[key] ?? ''}
            autofocus={key === first}
            required={asked.includes(key)}
            onInput={event => set({ ...form, fields: { ...form.fields, [key]: event.currentTarget.value } })}
          />
        </Field>
      ))}
    </>
  )
}

function Field({ label, asked = false, children }: { label: string; asked?: boolean; children: ComponentChildren }) {
  return (
    <label class="field" data-asked={asked || undefined}>
      <span class="label">{label}</span>
      {children}
    </label>
  )
}

type OwnerProps = { card: CardRow; form: CardForm; first: boolean; asked: boolean; choose(owner: string): void }

function Owner({ card, form, first, asked, choose }: OwnerProps) {
  void agents.revision.value
  const people = [...agents.all.values()]
    .filter(one => one.status === 'active' || one.agent === card.owner)
    .sort((a, b) => a.name.localeCompare(b.name))
  return (
    <select
      class="input"
      value={form.owner}
      autofocus={first}
      required={asked}
      onChange={event => choose(event.currentTarget.value)}
    >
      <option value="">Nobody</option>
      {people.map(one => (
        <option key={one.agent} value={one.agent}>
          {one.name}
        </option>
      ))}
    </select>
  )
}
