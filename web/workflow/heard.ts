import { signal } from '@preact/signals'

/** What those are told who do not see the board: what moved without a toast. */
export const heard = signal('')
