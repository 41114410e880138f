import { signal } from '@preact/signals'
import type { DraftMode } from '../app/device.ts'

export type Returned = { readonly conversation: string; readonly mode: DraftMode; readonly text: string }

/** Words that go back to their composer. An open one takes them from here; a closed one finds them as its draft. */
export const returned = signal<Returned | null>(null)
