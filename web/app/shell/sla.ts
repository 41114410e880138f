import { computed, signal } from '@preact/signals'
import type { slaParts } from '../../sla/sla-parts.ts'
import { inboxes, workflows } from '../live.ts'
import { preferences } from './preferences.ts'

type Parts = typeof slaParts

const parts = signal<Parts | null>(null)
let loading = false

const isWanted = computed(() => {
  void [inboxes.revision.value, workflows.revision.value]
  return [...inboxes.all.values()].some(one => one.sla) || [...workflows.all.values()].some(one => one.aims)
})

/** What draws the clocks. `null`: no inbox and no workflow has targets, or it is on its way. */
export function sla(): Parts | null {
  if (isWanted.value && !parts.peek()) load()
  return parts.value
}

function load(): void {
  if (loading) return
  loading = true
  import('../../sla/sla-parts.ts').then(
    loaded => (parts.value = loaded.slaParts),
    // Asked again with the next row that is drawn: by then the network may be back.
    () => (loading = false)
  )
}

/** Then nobody puts anything in a place by hand. */
export function isUrgentFirst(): boolean {
  return preferences.order.value.value === 'urgent' && isWanted.value
}

/** As somebody on this device wants them: what is due first at the top, or as they stand. */
export function inOrder(ids: readonly string[], conversationOf?: (id: string) => string | null): readonly string[] {
  return (isUrgentFirst() && sla()?.urgentFirst(ids, conversationOf)) || ids
}
