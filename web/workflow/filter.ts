import type { CardRow } from '../app/live.ts'

/** Whose cards a board shows, and with which label. */
export type Filter = { readonly mine: boolean; readonly label: string | null }

/** What a card takes from its conversation, where it has one on this device. */
type Beside = { readonly assignee: string | null; readonly labels: readonly string[] } | undefined

/** Whose a card is: where nobody was given it, whose its conversation is. */
export function ownerOf(card: Pick<CardRow, 'owner'>, beside: Beside): string | null {
  return card.owner ?? beside?.assignee ?? null
}

export function isShown(card: Pick<CardRow, 'owner'>, beside: Beside, { mine, label }: Filter, self: string): boolean {
  if (mine && ownerOf(card, beside) !== self) return false
  return label === null || (beside?.labels.includes(label) ?? false)
}
