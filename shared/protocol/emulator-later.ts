import type { Later, PhoneMessage } from './emulator.ts'

/** Does the customer's app still let them change these words? What is on a photo it may, too: here it does not. */
export function mayEdit(later: Later | undefined, message: PhoneMessage, now: number): boolean {
  const { edit } = later ?? {}
  if (!edit || message.kind !== 'text' || !isTheirs(message)) return false
  return now <= message.at + edit.forMs && (message.edits ?? 0) < (edit.most ?? Infinity)
}

/** Does the customer's app still let them take this back? */
export function mayUnsend(later: Later | undefined, message: PhoneMessage, now: number): boolean {
  const { unsend } = later ?? {}
  // A bot is not told of it, but where it answers for an account.
  const isTold = unsend !== undefined || message.account === true
  return isTold && isTheirs(message) && now <= message.at + (unsend?.forMs ?? Infinity)
}

/** What becomes of words in a group is not played. */
function isTheirs({ from, pressed, unsent, group }: PhoneMessage): boolean {
  return from === 'customer' && !pressed && !unsent && !group
}
