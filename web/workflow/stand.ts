import { signal } from '@preact/signals'

/** The card the keys speak of. */
export const cursor = signal<string | null>(null)

/** The card that shall have the focus as soon as it is drawn. */
export const wanted = signal<string | null>(null)

export function standOn(card: string | null): void {
  if (card === null) return
  cursor.value = card
  wanted.value = card
}

/** The cards that are moved together. */
export const picked = signal<ReadonlySet<string>>(new Set())

export function pick(card: string): void {
  const next = new Set(picked.peek())
  if (!next.delete(card)) next.add(card)
  picked.value = next
}

export function pickNone(): void {
  if (picked.peek().size > 0) picked.value = new Set()
}

/** The closing stages somebody has unfolded, each as `workflow/stage`. They are folded otherwise. */
export const unfolded = signal<ReadonlySet<string>>(new Set())

export function fold(key: string, open: boolean): void {
  const next = new Set(unfolded.peek())
  if (open) next.add(key)
  else next.delete(key)
  unfolded.value = next
}
