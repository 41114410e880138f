import { createHash } from 'node:crypto'

/**
 * The id of somebody we meet by this handle: two servers, or one after a crash, come to the same. It is made of the
 * handle's mark, so that it tells nobody else the number. `life`: how often who had this handle was erased before.
 */
export function contactIdOf(tenant: string, mark: string, life: number): string {
  return digest(tenant, mark, String(life))
}

/** One customer on one inbox is one conversation, over all time. */
export function conversationIdOf(tenant: string, inbox: string, contact: string): string {
  return digest(tenant, inbox, contact)
}

/** What was said before is a conversation of its own beside it: what they write now is not told after old words. */
export function historyIdOf(tenant: string, inbox: string, contact: string): string {
  return digest(tenant, inbox, contact, 'history')
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)
}
