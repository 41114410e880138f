import { createHash } from 'node:crypto'
import type { Handle } from '../../shared/contacts/events.ts'

/** The id of somebody we meet by this handle: two servers, or one after a crash, come to the same. */
export function contactIdOf(tenant: string, handle: Handle): string {
  return digest(tenant, handle.platform, handle.kind, handle.value)
}

/** One customer on one inbox is one conversation, over all time. */
export function conversationIdOf(tenant: string, inbox: string, contact: string): string {
  return digest(tenant, inbox, contact)
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)
}
