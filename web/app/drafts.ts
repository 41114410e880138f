import { device, type DraftMode } from './device.ts'

/** What was being written here, in any tab, before the last reload. Empty: nothing. */
export function readDraft(conversation: string, mode: DraftMode): Promise<string> {
  return device().readDraft(conversation, mode)
}

/**
 * Call on every input; it is on the disk within 300 ms, and at once when the page is hidden.
 * A dispatched reply or note clears its own draft in the transaction that stores it: do not clear it yourself.
 */
export function writeDraft(conversation: string, mode: DraftMode, text: string): void {
  device().writeDraft(conversation, mode, text)
}

export function flushDrafts(): Promise<void> {
  return device().flushDrafts()
}
