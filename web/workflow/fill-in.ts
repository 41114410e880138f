import { signal } from '@preact/signals'
import type { Outcome } from '../../shared/workflow/events.ts'
import type { Wish } from '../app/device.ts'

/** How somebody wanted to close a card, and why they could not. */
export type NotClosed = { readonly outcome: Outcome; readonly reason: string; readonly why: string }

/**
 * The card whose details are open, which of them it lacks, and what is done once it has them. `explains`: somebody is
 * about to say why it ended.
 */
export type FillIn = {
  readonly card: string
  readonly fields: readonly string[]
  readonly then: Wish | null
  /** What was refused, and is put away once this is done after all. */
  readonly instead?: string | undefined
  readonly explains?: true
  readonly notClosed?: NotClosed
}

export const fillIn = signal<FillIn | null>(null)
