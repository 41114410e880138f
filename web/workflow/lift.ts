import { signal } from '@preact/signals'

/** The card that is being dragged. It keeps its place, faintly, until it is dropped. */
export const lifted = signal<string | null>(null)

/** Where it would be dropped: before the card with this number. */
export const drop = signal<{ readonly stage: string; readonly gap: number } | null>(null)
