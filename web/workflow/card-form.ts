import type { Plan } from '../../shared/workflow/plan.ts'
import type { Wish } from '../app/device.ts'
import type { CardRow } from '../app/live.ts'
import { minorOf, unitOf } from './money.ts'

/** A card as it is typed: every field a text, empty where there is nothing. */
export type CardForm = {
  readonly title: string
  readonly value: string
  readonly currency: string
  /** A day of the reader's calendar, `2026-11-25`. */
  readonly due: string
  readonly owner: string
  readonly fields: Readonly<Record<string, string>>
}

export function formOf(card: CardRow | undefined, plan: Plan): CardForm {
  const currency = card?.value?.currency ?? plan.currency
  return {
    title: card?.title ?? '',
    value: card?.value ? String(card.value.minor / unitOf(currency)) : '',
    currency,
    due: card?.due ? dayOf(card.due) : '',
    owner: card?.owner ?? '',
    fields: Object.fromEntries(plan.fields.map(({ key }) => [key, card?.fields[key] ?? '']))
  }
}

/** What has to be done so that the card is as typed: nothing for what is as it was. */
export function changesOf(
  form: CardForm,
  card: CardRow,
  plan: Plan
): { readonly wishes: readonly Wish[] } | { readonly wrong: string } {
  const was = formOf(card, plan)
  const of = { card: card.card, workflow: card.workflow }
  const wishes: Wish[] = []
  if (form.title.trim() !== was.title) wishes.push({ ...of, type: 'card.rename', title: form.title.trim() || null })
  if (form.value.trim() !== was.value) {
    const minor = form.value.trim() === '' ? null : minorOf(form.value, form.currency)
    if (minor === null && form.value.trim() !== '') return { wrong: 'The value is an amount, such as 1,150 or 74.50.' }
    wishes.push({ ...of, type: 'card.set-value', value: minor === null ? null : { minor, currency: form.currency } })
  }
  if (form.due !== was.due) wishes.push({ ...of, type: 'card.set-due', due: form.due === '' ? null : endOf(form.due) })
  if (form.owner !== was.owner) wishes.push({ ...of, type: 'card.give', to: form.owner || null })
  for (const { key } of plan.fields) {
    const value = (form.fields[key] ?? '').trim()
    if (value !== was.fields[key]) wishes.push({ ...of, type: 'card.set-field', key, value })
  }
  return { wishes }
}

function dayOf(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** What is due on a day may take all of it. */
function endOf(day: string): number {
  return new Date(`${day}T23:59:00`).getTime()
}
