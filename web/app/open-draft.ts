import { effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Together } from './begin-draft.ts'
import { device } from './device.ts'
import { connection } from './live.ts'

export type SharedDraft = Together['draft']

/** The draft of one conversation, while it is on the screen. */
export type OpenDraft = {
  /** `null`: not loaded yet. Words are written beside it until then. */
  readonly together: ReadonlySignal<Together | null>
  close(): void
}

export function openDraft(conversation: string): OpenDraft {
  const here = device()
  const together = signal<Together | null>(null)
  let loading: Promise<void> | null = null
  let isOver = false

  async function load(): Promise<void> {
    // Not needed for the first paint; the service worker keeps it for offline.
    const { beginDraft } = await import('./begin-draft.ts')
    if (isOver) return
    const begun = await beginDraft(here, conversation)
    if (isOver) await leave(begun)
    else together.value = begun
  }
  async function leave({ draft, company }: Together): Promise<void> {
    company.leave()
    await here.closeDraft(conversation, draft)
    draft.close()
  }
  // Without a service worker it can be missing while nothing answers: it is asked for again when somebody does.
  const unwatch = effect(() => {
    void connection.value.state
    loading ??= load().catch((error: unknown) => {
      loading = null
      reportError(error)
    })
  })
  return {
    together,
    close() {
      isOver = true
      unwatch()
      const begun = together.peek()
      if (begun) void leave(begun).catch(reportError)
    }
  }
}
