import type { Handle } from '../../../shared/contacts/events.ts'
import type { WaContact } from './payload.ts'

type Pair = readonly [number: string | null | undefined, user: string | null | undefined]

/** The number and the business-scoped user id of each, the steadiest first. */
export function handlesOf(...pairs: readonly Pair[]): Handle[] {
  const handles: Handle[] = []
  for (const [number, user] of pairs) {
    if (isHandle(number)) handles.push({ platform: 'whatsapp', kind: kindOf(number), value: number })
    if (isHandle(user)) handles.push({ platform: 'whatsapp', kind: 'user_id', value: user })
  }
  return handles.filter(
    (one, at) => handles.findIndex(other => other.kind === one.kind && other.value === one.value) === at
  )
}

/** Since April 2026 a message may come without a phone number: then only the business-scoped user id tells whose it is. */
export function senderAmong(
  contacts: readonly WaContact[],
  {
    from,
    from_user_id
  }: { readonly from?: string | null | undefined; readonly from_user_id?: string | null | undefined }
): WaContact | undefined {
  const named = contacts.find(
    contact => (from && contact.wa_id === from) || (from_user_id && contact.user_id === from_user_id)
  )
  return named ?? (contacts.length === 1 && !from && !from_user_id ? contacts[0] : undefined)
}

/** Some webhooks have a user id in the place of a number. Source: Meta, "Business-scoped user IDs". */
function kindOf(value: string): 'wa_id' | 'user_id' {
  return /^[A-Z]{2}\.[A-Za-z0-9.]+$/.test(value) ? 'user_id' : 'wa_id'
}

function isHandle(value: string | null | undefined): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200
}
