import type { ReceiptStatus } from './events.ts'

/**
 * How far a reply has come. `waiting`: ours to send; `sending`: the platform was asked;
 * `unknown`: asked, and the answer never came. `failed` is a branch of its own.
 */
export type Delivery = 'waiting' | 'sending' | 'unknown' | 'sent' | 'delivered' | 'read' | 'failed'

const rung: Record<Delivery, number> = {
  waiting: 0,
  sending: 1,
  unknown: 1,
  sent: 2,
  failed: 3,
  delivered: 4,
  read: 5
}

/**
 * The ladder never goes down: platforms report out of order, and `sent` after `read` says nothing new.
 * What was taken may fail later. What has arrived cannot; and what was called failed but arrived, has arrived.
 */
export function rises(from: Delivery, to: ReceiptStatus): boolean {
  return rung[to] > rung[from]
}

export function higher(from: Delivery, to: ReceiptStatus): Delivery {
  return rises(from, to) ? to : from
}

/** What it comes to when the platform took it. What was known by another id, and failed, was an earlier try. */
export function takenFrom(from: Delivery, known: string | null, platformId: string): Delivery {
  return from === 'failed' && known !== null && known !== platformId ? 'sent' : higher(from, 'sent')
}

/** Only what the platform told, or could have. */
export function isReceipt(delivery: Delivery): delivery is ReceiptStatus {
  return rung[delivery] >= rung.sent
}

/**
 * What a receipt for a moment says of a reply that was asked for at `askedAt`. Only what the platform certainly took
 * climbs by it: a time proves nothing of a message nobody knows about.
 */
export function liftedBy(
  from: Delivery,
  askedAt: number | undefined,
  upTo: { readonly delivered: number; readonly read: number }
): Delivery {
  if (askedAt === undefined || (from !== 'sent' && from !== 'delivered')) return from
  if (askedAt <= upTo.read) return higher(from, 'read')
  return askedAt <= upTo.delivered ? higher(from, 'delivered') : from
}
