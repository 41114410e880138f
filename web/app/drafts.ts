import { device, whoeverIsIn, type Drafted } from './device.ts'

/** What was being written here, in any tab, before the last reload. Empty: nothing. */
export function readDraft(conversation: string, what: Drafted): Promise<string> {
  return device().readDraft(conversation, what)
}

/**
 * Call on every input; it is on the disk within 300 ms, and at once when the page is hidden.
 * A dispatched reply or note clears its own draft in the transaction that stores it: do not clear it yourself.
 */
export function writeDraft(conversation: string, what: Drafted, text: string): void {
  device().writeDraft(conversation, what, text)
}

/** Where nobody is in, there is nothing to keep. */
export async function flushDrafts(): Promise<void> {
  await whoeverIsIn()?.flushDrafts()
}
