import type { PhoneMessage } from '../../shared/protocol/emulator.ts'

/** What a phone draws above a message that answers this one; nothing above one that answers what it does not have. */
export function quoteOf(answered: PhoneMessage | undefined): Pick<PhoneMessage, 'quote'> {
  if (!answered || answered.unsent) return {}
  return { quote: answered.text || answered.file?.name || answered.kind }
}
