/** How far a mailbox was read. Message numbers are only good under one `validity` (RFC 9051, 2.3.1.1). */
export type Place = {
  readonly validity: string
  /** The last message that was taken. */
  readonly uid: number
  /** What had come before the inbox was connected is not its business. Epoch milliseconds. */
  readonly since: number
}

export function placeIn(text: string | null): Place | null {
  const [, validity, uid, since] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text ?? '') ?? []
  return validity === undefined ? null : { validity, uid: Number(uid), since: Number(since) }
}

export function textOfPlace({ validity, uid, since }: Place): string {
  return `${validity}.${uid}.${since}`
}

/** INTERNALDATE knows whole seconds, and the mail server's clock may be behind ours. */
const clocksDifferMs = 120_000

/**
 * Where to go on. Under a new `validity` all numbers are new, and everything is read again: what we have, we know again.
 */
export function nextPlace(
  before: Place | null,
  { validity, uidNext, now }: { readonly validity: string; readonly uidNext: number; readonly now: number }
): Place {
  if (!before) return { validity, uid: Math.max(uidNext - 1, 0), since: now - clocksDifferMs }
  return before.validity === validity ? before : { validity, uid: 0, since: before.since }
}
