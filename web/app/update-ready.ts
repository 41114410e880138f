import { signal } from '@preact/signals'

/** A newer Daybook waits on this device. Nothing changes until somebody says so. */
export const updateReady = signal(false)
