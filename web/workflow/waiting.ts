import { computed } from '@preact/signals'
import { outbox, type OutboxEntry } from '../app/live.ts'

/** What is wanted of each card and not yet with the server: the last of it. */
export const waiting = computed(() => {
  const entries = new Map<string, OutboxEntry>()
  for (const entry of outbox.value) {
    if (entry.state !== 'refused' && 'card' in entry.command) entries.set(entry.command.card, entry)
  }
  return entries
})
