import { signal } from '@preact/signals'
import type { Outcome } from '../../shared/workflow/events.ts'
import type { Wish } from '../app/device.ts'
import { cards } from '../app/live.ts'
import type { Act } from '../ui/toast.ts'
import { further, onBoard } from './say-why.ts'

/** Cards that came to the same end together, and are explained together. */
export type Ended = { readonly outcome: Outcome; readonly cards: readonly string[] }

/** Those that somebody is about to explain. */
export const ended = signal<Ended | null>(null)

/** One reason for all that came to their end together; for one alone, in its details. */
export function explainAllOf(done: readonly Wish[]): Act | undefined {
  const [first] = done
  const act = first && further(first)
  if (!act || done.length === 1) return act
  return { ...act, run: () => explain(done.flatMap(wish => ('card' in wish ? [wish] : []))) }
}

function explain(moved: readonly { readonly card: string; readonly workflow: string }[]): void {
  const [first] = moved.flatMap(({ card }) => lastEnd(card) ?? [])
  if (!first) return
  onBoard(first.workflow)
  ended.value = { outcome: first.outcome, cards: moved.map(({ card }) => card) }
}

/** The wish to say why the card came to this end. `null`: it has not, or not any more. */
export function explained(card: string, outcome: Outcome, reason: string): Wish | null {
  const end = lastEnd(card)
  if (end?.outcome !== outcome) return null
  return { ...end, type: 'card.explain', outcome, reason }
}

function lastEnd(card: string): { card: string; workflow: string; cycle: number; outcome: Outcome } | null {
  const row = cards.all.get(card)
  const last = row?.cycles.at(-1)
  return row && last?.outcome ? { card, workflow: row.workflow, cycle: last.number, outcome: last.outcome } : null
}
