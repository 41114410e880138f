import { signal } from '@preact/signals'
import type { Thread } from '../../../shared/conversations/thread.ts'

/** In a few words for a row, and in whole sentences. */
export type Short = { readonly short: string; readonly whole: string }

/** Says of a row why nobody has it. `null`: nobody has asked, or nobody can be asked now. */
export const whyOnRow = signal<((row: Thread) => Short | null) | null>(null)
